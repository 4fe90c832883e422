package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Policies.addresses;
import static io.tollhouse.contract.decision.Policies.brief;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.Place;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.PolicyTest;
import io.tollhouse.contract.policy.PolicyTest.Expect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ways that people have found around forward proxies, as far as a decision can see them: each with neighbours made by
 * machine, in other spellings or one bit off.
 */
class BypassTest {

    private static final Policy POLICY = Policies.policy("""
            agents:
              - {name: narrow, labels: {reach: narrow}}
              - {name: wide, labels: {reach: wide}}
            rules:
              - {id: evil-zone, to: [.evil.wild.example], ports: any, action: deny}
              - {id: blocked-zone, to: [.blocked.example], ports: any, action: deny}
              - {id: api, for: {reach: narrow}, to: [api.allowed.example], ports: [443], action: allow}
              - {id: www, for: {reach: narrow}, to: [www.allowed.example], ports: [80], action: allow}
              - {id: wild, for: {reach: narrow}, to: ["**.wild.example"], action: allow}
              - {id: books, for: {reach: narrow}, to: [xn--bcher-kva.example], action: allow}
              - id: intranet
                for: {reach: narrow}
                to: [intranet.corp.example]
                action: allow
                allowPrivate: [10.20.0.0/16]
              - {id: open, for: {reach: wide}, to: ["**", any-public-ip], action: allow}
            """);

    private static final Matcher MATCHER = Policies.matcher(POLICY, Surroundings.none());

    private static Decision byName(String agent, String request) {
        var test = new PolicyTest(agent, request, Expect.DENY, null, null, List.of(), null, new Place(0, 0, ""));
        var policy = new Policy(
                Policy.Kind.POLICY,
                "",
                "",
                true,
                Mode.ENFORCE,
                List.of(),
                Map.of(),
                List.of(),
                List.of(test),
                List.of());
        return PolicyTests.run(MATCHER, policy).get(0).got();
    }

    private static Decision withAnswer(String agent, String authority, String answer) {
        return Policies.judge(MATCHER, Policies.connect(agent, authority), answer);
    }

    static Stream<String> metadataAndSpecialLiterals() {
        return Stream.of(
                "169.254.169.254",
                "169.254.170.23",
                "169.254.170.2",
                "169.254.0.23",
                "169.254.42.42",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "192.0.0.170",
                "192.0.2.1",
                "198.51.100.1",
                "203.0.113.1",
                "192.88.99.1",
                "224.0.0.1",
                "239.255.255.250",
                "255.255.255.255",
                "0.1.2.3",
                "0.0.0.0",
                "127.0.0.1",
                "127.255.255.254",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "100.64.0.1",
                "198.18.0.1",
                "240.0.0.1");
    }

    /** Every spelling of IPv6 that a packet could leave by, and every way to ask for it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("metadataAndSpecialLiterals")
    void aSpecialAddressIsRefusedHoweverItIsWrapped(String text) {
        for (var host : wrappings(Policies.address(text))) {
            for (var request : List.of("CONNECT " + host + ":443", "GET http://" + host + "/latest/meta-data/")) {
                var decision = byName("wide", request);

                assertThat(decision.verdict()).as(request).isEqualTo(Verdict.DENY);
                assertThat(decision.rule()).as(request).isIn("builtin.metadata", "builtin.never", "builtin.private");
            }
        }
    }

    private static List<String> wrappings(IpAddress v4) {
        var dotted = v4.text();
        var hex = String.format(Locale.ROOT, "%x:%x", v4.low() >>> 16, v4.low() & 0xffff);
        var turned = String.format(Locale.ROOT, "%x:%x", ~v4.low() >>> 16 & 0xffff, ~v4.low() & 0xffff);
        return List.of(
                dotted,
                "[::ffff:" + dotted + "]",
                "[::FFFF:" + hex + "]",
                "[0:0:0:0:0:ffff:" + hex + "]",
                "[0000:0000:0000:0000:0000:ffff:" + dotted + "]",
                "[::" + dotted + "]",
                "[::ffff:0:" + hex + "]",
                "[64:ff9b::" + hex + "]",
                "[64:ff9b:1::" + hex + "]",
                "[2002:" + hex + "::1]",
                "[2001:0:" + hex + "::1]",
                "[2001::" + turned + "]",
                "[fe80::5efe:" + hex + "]",
                "[2606:4700::5efe:" + dotted + "]",
                "[2606:4700::200:5efe:" + hex + "]");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("metadataAndSpecialLiterals")
    void anAddressInAnotherSpellingThanTheCanonicalOneIsMalformed(String text) {
        for (var host : spellings(Policies.address(text))) {
            assertThat(brief(byName("wide", "GET http://" + host + "/")))
                    .as(host)
                    .isEqualTo("malformed builtin.malformed");
            assertThat(brief(byName("wide", "CONNECT " + host + ":443")))
                    .as(host)
                    .isEqualTo("malformed builtin.malformed");
        }
    }

    private static List<String> spellings(IpAddress v4) {
        long all = v4.low();
        long a = all >>> 24;
        long b = all >>> 16 & 0xff;
        long c = all >>> 8 & 0xff;
        long d = all & 0xff;
        var found = new ArrayList<String>();
        for (var form : List.of("%d", "0%o", "0x%x", "0X%X", "%010d")) {
            found.add(String.format(Locale.ROOT, form, all));
        }
        found.add(String.valueOf(all + (1L << 32)));
        found.add(String.format(Locale.ROOT, "%d.%d", a, all & 0xff_ffff));
        found.add(String.format(Locale.ROOT, "%d.%d.%d", a, b, all & 0xffff));
        found.add(String.format(Locale.ROOT, "0x%x.%d.0%o.%d", a, b, c, d));
        found.add(String.format(Locale.ROOT, "%03d.%03d.%03d.%03d", a, b, c, d));
        found.add(String.format(Locale.ROOT, "%d.%d.%d.0%d", a, b, c, d));
        found.add(String.format(Locale.ROOT, "0%o.%d.%d.%d", a, b, c, d));
        found.add(String.format(Locale.ROOT, "%d.%d.%d.%d", a, b, c, d + 256));
        found.add(v4.text() + ".");
        found.add(v4.text() + "%00");
        found.add(v4.text() + "%2500");
        found.add(v4.text() + "\u00ad");
        found.add(v4.text().replace('.', '。'));
        found.add("[" + v4.text() + "]");
        found.add("[::ffff:" + v4.text() + "%25x.wild.example]");
        // What reads the same in canonical form as in a padded one is no other spelling.
        found.removeIf(v4.text()::equals);
        return found;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "[fd00:ec2::23], builtin.metadata",
        "[fd00:ec2::254], builtin.metadata",
        "[FD00:0EC2:0:0::0:254], builtin.metadata",
        "[fd20:ce::254], builtin.metadata",
        "[fd20:ce::255], builtin.private",
        "[fd00:42::42], builtin.metadata",
        "[fd00:42::43], builtin.private",
        "[fd00:c1::a9fe:a9fe], builtin.metadata",
        "[fd00:100::100:200], builtin.metadata",
        "[fd00:a9fe:a9fe::1], builtin.metadata",
        "[0:0:0:0:0:0:0:1], builtin.never",
        "[::], builtin.never",
        "[fd12:3456:789a::1], builtin.private",
        "[100::1], builtin.never",
        "[100:0:0:1::1], builtin.never",
        "[2001:db8::1], builtin.never",
        "[3fff::1], builtin.never",
        "[5f00::1], builtin.never",
        "[fe80::1], builtin.never",
        "[fec0::1], builtin.never",
        "[ff02::1], builtin.never",
        "[2620:4f:8000::1], builtin.reserved",
    })
    void specialIpv6IsRefused(String host, String rule) {
        assertThat(brief(byName("wide", "CONNECT " + host + ":80"))).isEqualTo("deny " + rule);
        assertThat(brief(byName("wide", "GET http://" + host + "/"))).isEqualTo("deny " + rule);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "168.63.129.15",
                "168.63.129.17",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.0.3.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.99.255",
                "198.51.101.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.254",
                "1.0.0.0",
                "[2001:200::1]",
                "[2001:db7:ffff::1]",
                "[2001:db9::1]",
                "[3ffe::1]",
                "[2003::1]",
                "[2606:4700::1]",
                "[2620:4f:7fff::1]",
                "[::ffff:9.255.255.255]",
            })
    void theirPublicNeighboursAreNot(String host) {
        assertThat(brief(byName("wide", "CONNECT " + host + ":443"))).isEqualTo("allow open");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "metadata.google.internal",
                "instance-data.ec2.internal",
                "api.metadata.cloud.ibm.com",
                "metadata.goog",
                "metadata.tencentyun.com",
                "host.docker.internal",
                "gateway.docker.internal",
                "foo.localhost",
                "localhost",
                "ip6-localhost",
                "ip6-loopback",
                "localhost.localdomain",
                "metadata",
                "instance-data",
                "rancher-metadata",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local",
                "printer.local",
                "anything",
            })
    void namesOfThePlatformAreRefusedBeforeAnythingIsResolvedHoweverSpelt(String name) {
        for (var spelling : List.of(
                name,
                name + ".",
                name.toUpperCase(Locale.ROOT),
                name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))) {
            assertThat(byName("wide", "CONNECT " + spelling + ":443").rule())
                    .as(spelling)
                    .startsWith("builtin.");
            assertThat(byName("wide", "GET http://" + spelling + "/").verdict())
                    .as(spelling)
                    .isEqualTo(Verdict.DENY);
        }
        assertThat(byName("wide", "CONNECT " + name + "..:443").verdict()).isEqualTo(Verdict.MALFORMED);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "narrow, CONNECT api.allowed.example:443, allow api",
        "narrow, CONNECT API.Allowed.Example.:443, allow api",
        "narrow, GET HTTP://WWW.Allowed.EXAMPLE/, allow www",
        "narrow, CONNECT a_b.wild.example:443, allow wild",
        "narrow, CONNECT a.b.c.wild.example:443, allow wild",
        "narrow, CONNECT xn--bcher-kva.example:443, allow books",
        "narrow, CONNECT wild.example:443, deny builtin.default",
        "narrow, CONNECT xwild.example:443, deny builtin.default",
        "narrow, CONNECT api.allowed.example.evil.example:443, deny builtin.default",
        "narrow, CONNECT xapi.allowed.example:443, deny builtin.default",
        "narrow, CONNECT api.allowed.example.com:443, deny builtin.default",
        "narrow, CONNECT evil.wild.example:443, deny evil-zone",
        "narrow, CONNECT EVIL.Wild.Example.:443, deny evil-zone",
        "narrow, CONNECT x.y.evil.wild.example:443, deny evil-zone",
        "narrow, CONNECT xevil.wild.example:443, allow wild",
        "narrow, CONNECT x.blocked.example:443, deny blocked-zone",
        "wide, CONNECT x.blocked.example:8443, deny blocked-zone",
        "narrow, CONNECT 4d5a41b7c9e2f0.63726564656e7469616c73.exfil.evil.example:443, deny builtin.default",
        "narrow, CONNECT xn--pi-6kc.allowed.example:443, deny builtin.default",
        "narrow, GET http://evil.example/, deny builtin.default",
        "wide, CONNECT api.allowed.example:25, deny builtin.port",
        "narrow, GET http://www.allowed.example:25/, deny builtin.port",
        "narrow, CONNECT api.allowed.example:853, deny builtin.default",
        "narrow, CONNECT api.allowed.example:6379, deny builtin.default",
        "narrow, CONNECT api.allowed.example:80, deny builtin.default",
        "other, CONNECT api.allowed.example:443, deny builtin.default",
        "NARROW, CONNECT api.allowed.example:443, deny builtin.default",
    })
    void namesMatchAsWholeLabels(String agent, String request, String decision) {
        assertThat(brief(byName(agent, request))).isEqualTo(decision);
    }

    static Stream<String> insertions() {
        return Stream.of(
                "\u0000", "%00", "%2e", "%", "@", "\\", "/", ",", ";", " ", "\t", "\r", "\n", "#", "?", "*", "\"", "'",
                "<", "|", "\u007f", "\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u212a", "\uff41", "\u3002",
                "\uff0e", "é", "а", "..", ":", "[", "]", "$", "&", "+", "=", "~", "!", "(", "{", "^", "`");
    }

    /** At every place of an allowed name. `/`, `?`, `#` end a URL's authority, so only a tunnel is asked for with them. */
    @ParameterizedTest(name = "with {0}")
    @MethodSource("insertions")
    void anAllowedNameWithSomethingInItIsMalformed(String inserted) {
        var name = "api.allowed.example";
        for (int at = 0; at <= name.length(); at++) {
            var spelt = name.substring(0, at) + inserted + name.substring(at);
            assertThat(byName("narrow", "CONNECT " + spelt + ":443").verdict())
                    .as(spelt)
                    .isEqualTo(Verdict.MALFORMED);
        }
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "CONNECT api.allowed.example",
                "CONNECT api.allowed.example:",
                "CONNECT api.allowed.example:0",
                "CONNECT api.allowed.example:65536",
                "CONNECT api.allowed.example:+443",
                "CONNECT api.allowed.example:0443",
                "CONNECT api.allowed.example:443:443",
                "CONNECT api.allowed.example@evil.example:443",
                "CONNECT api.allowed.example:443@evil.example:443",
                "CONNECT api.allowed.example:443/evil.example",
                "CONNECT api.allowed.example,evil.example:443",
                "CONNECT []:443",
                "CONNECT [::1]:443:443",
                "CONNECT [fe80::1%eth0]:443",
                "CONNECT [::1:443",
                "CONNECT ::1:443",
                "CONNECT .wild.example:443",
                "CONNECT a..wild.example:443",
                "CONNECT https://api.allowed.example:443",
                "GET http:///latest/meta-data/",
                "GET http://:80/",
                "GET http:www.allowed.example/",
                "GET http:/www.allowed.example/",
                "GET /",
                "GET *",
                "GET http://.wild.example/",
                "GET file:///etc/passwd",
                "GET ws://www.allowed.example/",
                "GET http://www.allowed.example@evil.example/",
                "GET http://evil.example\\@www.allowed.example/",
                "GET http://evil.example#@www.allowed.example/",
                "GET http://www.allowed.example:80:80/",
                "GET http://www.allowed.example%2f.evil.example/",
                "GET http://www.allowed.example:080/",
                "GET http://127.0.0.1%2500/",
                "GET www.allowed.example:80",
            })
    void anAuthorityThatCouldBeReadInTwoWaysIsMalformed(String request) {
        assertThat(brief(byName("narrow", request))).isEqualTo("malformed builtin.malformed");
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource({
        "api.allowed.example:443, 93.184.215.14, allow api",
        "api.allowed.example:443, 169.254.169.254, deny builtin.metadata",
        "api.allowed.example:443, ::1, deny builtin.never",
        "api.allowed.example:443, ::ffff:169.254.169.254, deny builtin.metadata",
        "api.allowed.example:443, 2002:a9fe:a9fe::1, deny builtin.metadata",
        "api.allowed.example:443, fd00:ec2::254, deny builtin.metadata",
        "api.allowed.example:443, 255.255.255.255, deny builtin.never",
        "api.allowed.example:443, 10.20.3.4, deny builtin.private",
        "169-254-169-254.wild.example:443, 169.254.169.254, deny builtin.metadata",
        "intranet.corp.example:443, 10.20.3.4, allow intranet",
        "intranet.corp.example:443, 10.19.255.255, deny builtin.private",
        "intranet.corp.example:443, 10.21.0.1, deny builtin.private",
        "intranet.corp.example:443, 127.0.0.1, deny builtin.never",
    })
    void anAllowedNameThatLeadsToASpecialAddressIsRefused(String authority, String answer, String decision) {
        assertThat(brief(withAnswer("narrow", authority, answer))).isEqualTo(decision);
    }

    /** Rebinding: the bad address anywhere among good ones, in every wrapping that a resolver can answer with. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("metadataAndSpecialLiterals")
    void aMixedAnswerIsRefusedWhereverTheBadAddressStands(String text) throws MalformedHost {
        for (var wrapped : wrappings(Policies.address(text))) {
            var bad = IpAddress.parse(wrapped.replaceAll("[\\[\\]]", "")).text();
            for (var answer : List.of(
                    bad, bad + " 93.184.215.14", "93.184.215.14 " + bad, "93.184.215.14 " + bad + " 2606:4700::1")) {
                assertThat(withAnswer("narrow", "api.allowed.example:443", answer)
                                .verdict())
                        .as(answer)
                        .isEqualTo(Verdict.DENY);
            }
        }
        assertThat(addresses("93.184.215.14 2606:4700::1")).hasSize(2);
    }
}
