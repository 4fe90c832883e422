package io.tollhouse.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListFileTest {

    private static ListFile file(String text) {
        return ListFile.read(text.getBytes(StandardCharsets.UTF_8), "l.txt");
    }

    private static List<String> texts(HostEntries entries) {
        var found = new ArrayList<String>();
        entries.forEach(pattern -> found.add(pattern.text()));
        return found;
    }

    private static Policy read(String rest, Map<String, ListFile> files) throws InvalidDocument {
        return PolicyCodec.parse(
                ("tollhouse: v1\npolicy: p\n" + rest).getBytes(StandardCharsets.UTF_8), "p.yaml", files);
    }

    @Test
    void hasAHostALineInEveryForm() {
        var file = file("""
                # a feed
                x.example
                  .zone.example   # with all below
                *.one.example\t
                **.below.example

                X.Example.
                bücher.example
                xn--bcher-kva.example
                10.0.0.0/8
                93.184.215.14
                2606:2800::1
                **
                any-public-ip\r
                last.example""");

        assertThat(file.problems()).isEmpty();
        assertThat(texts(file.entries()))
                .containsExactly(
                        "x.example",
                        ".zone.example",
                        "*.one.example",
                        "**.below.example",
                        "x.example",
                        "xn--bcher-kva.example",
                        "xn--bcher-kva.example",
                        "10.0.0.0/8",
                        "93.184.215.14",
                        "2606:2800::1",
                        "**",
                        "any-public-ip",
                        "last.example");
        assertThat(file.entries().size()).isEqualTo(13);
    }

    @Test
    void mayBeginWithAByteOrderMark() {
        assertThat(texts(file("\uFEFFx.example\r\n").entries())).containsExactly("x.example");
        assertThat(file("\uFEFF").problems()).isEmpty();
        assertThat(file("x.example\n\uFEFFy.example").problems()).hasSize(1);
    }

    @Test
    void tellsEveryLineThatIsNone() {
        var file =
                file("x.example\n  y..example\n*\n0.0.0.0 z.example\nlist:b\n010.0.0.1\n" + "w".repeat(2_000) + "\n");

        assertThat(file.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "l.txt:2:3: 'y..example' has an empty label",
                        "l.txt:3:1: '*' is no pattern: ** is any name, *.example.com one label below",
                        "l.txt:4:1: '0.0.0.0 z.example' holds a space or a control character",
                        "l.txt:5:1: 'list:b' holds a colon: write the host alone, ports go into `ports`",
                        "l.txt:6:1: '010.0.0.1' is no IPv4 address: its numbers are decimal, without leading zeros",
                        "l.txt:7:1: is longer than any host");
    }

    @Test
    @Timeout(20)
    void isBounded() {
        assertThat(file("x\n".repeat(ListFile.MAX_ENTRIES)).problems()).isEmpty();
        assertThat(file("x\n".repeat(ListFile.MAX_ENTRIES + 5)).problems())
                .singleElement()
                .hasToString("l.txt:1000001:1: is the entry after 1000000: too many");
        assertThat(ListFile.read(new byte[ListFile.MAX_BYTES + 1], "l.txt").problems())
                .singleElement()
                .hasToString("l.txt: is larger than 64 MiB, was 67108865 bytes");
        assertThat(ListFile.read(new byte[1 << 20], "l.txt").problems()).hasSize(1);
        assertThat(file("*\n".repeat(100_000)).problems()).hasSize(101);
    }

    @Test
    void anUnchangedFileIsKnownByItsHash() {
        var hash = file("x.example\n").hash();

        assertThat(hash)
                .hasSize(64)
                .isEqualTo(file("x.example\n").hash())
                .isNotEqualTo(file("x.example\n\n").hash());
        assertThat(file("x.example\n").entries())
                .isEqualTo(file("x.example\n\n").entries());
    }

    @Test
    void aPolicyTakesTheFilesThatItsListsName() throws InvalidDocument {
        var shared = file("x.example\ny.example\n");
        var policy = read("""
                lists: {a: {file: lists/a.txt}, b: {file: lists/a.txt}}
                rules: [{id: r, to: ["list:a", "list:b"], action: deny}]
                """, Map.of("lists/a.txt", shared));

        assertThat(policy.list("a").entries())
                .isSameAs(policy.list("b").entries())
                .isSameAs(shared.entries());
        assertThat(policy.warnings()).isEmpty();
    }

    @Test
    void itsProblemsAreThoseOfThePolicyToo() {
        assertThatThrownBy(() -> read(
                        "lists: {a: {file: a.txt}, b: {file: a.txt}, c: {file: c.txt}}", Map.of("a.txt", file("*"))))
                .hasMessage("""
                        p.yaml:3:55: lists.c.file: names a file that did not come with the policy;\
                         write its entries out, or send it along
                        l.txt:1:1: '*' is no pattern: ** is any name, *.example.com one label below""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/hosts", "../a.txt", "a/../b", "a//b", ".hidden", "a/", "a b", "''"})
    void aFileStandsBesideThePolicyOrBelow(String name) {
        assertThatThrownBy(() -> read("lists: {a: {file: " + name + "}}", Map.of()))
                .hasMessageContaining("lists.a.file: must be the name of a file beside the policy or below it");
    }

    @Test
    void allFilesTogetherAreBounded() {
        var full = file("x\n".repeat(ListFile.MAX_ENTRIES));

        assertThatThrownBy(() -> read(
                        "lists: {a: {file: a}, b: {file: b}, c: {file: c}}", Map.of("a", full, "b", full, "c", full)))
                .hasMessage("p.yaml:3:47: lists.c.file: brings the files of the policy to more than 2000000 entries"
                        + " together");
    }

    @Test
    @Timeout(20)
    void manyRulesMayNameOneList() throws InvalidDocument {
        var hosts = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            hosts.append("**.h").append(i).append(".example\n");
        }
        var rules = new StringBuilder("lists: {a: {file: a}}\nrules:\n");
        for (int i = 0; i < 4_000; i++) {
            rules.append("- {id: r").append(i).append(", to: 'list:a', action: deny}\n");
        }

        assertThat(read(rules.toString(), Map.of("a", file(hosts.toString()))).warnings())
                .hasSize(101);
    }

    @Test
    void anEmptyListIsAWarning() throws InvalidDocument {
        assertThat(read("""
                lists: {a: {file: a}}
                rules: [{id: r, to: ["list:a"], action: deny}]
                """, Map.of("a", file("# nothing yet\n"))).warnings())
                .singleElement()
                .hasToString("p.yaml:3:9: lists.a: is empty, so no host is in it");
    }

    /** The short way for plain names and the one parser of hosts take the same. */
    @Test
    void aPlainNameIsWhatTheParserMakesOfIt() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var parts =
                new String[] {"a", "0", "-", "_", ".", "x", "n", "--", "Z", "0x", "7", "é", "*", " ", "l".repeat(60)};
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int part = random.nextInt(9); part >= 0; part--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            if (PlainName.is(bytes, 0, bytes.length)) {
                assertThat(canonical(text.toString())).as("seed %d", seed).isEqualTo(text.toString());
            } else if (text.toString().matches("[a-wyz0-9_-][a-wyz0-9_.-]{0,199}")) {
                assertThat(canonical(text.toString()))
                        .as("seed %d: %s is an address or refused", seed, text)
                        .matches(
                                found -> found.isEmpty() || !found.equals(text.toString()) || found.matches("[0-9.]+"));
            }
        }
    }

    private static String canonical(String text) {
        try {
            return HostPattern.parse(text).text();
        } catch (MalformedHost e) {
            return "";
        }
    }
}
