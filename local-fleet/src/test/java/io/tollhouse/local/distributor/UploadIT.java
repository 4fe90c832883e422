package io.tollhouse.local.distributor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.local.node.TestBroker;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents that are sent with the files that their lists name. */
class UploadIT {
    private static final String POLICY = """
            tollhouse: v1
            policy: p
            lists:
              bad: {file: lists/bad.txt}
            rules:
              - {id: all, to: ["**"], action: allow}
              - {id: no, to: ["list:bad"], ports: any, action: deny}
            tests:
              - {agent: a, request: "CONNECT y.bad.test:443", expect: deny, rule: no}
            """;
    private static final String BOUNDARY = "between-the-parts";

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestDistributor distributor;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(folder);
        distributor = TestDistributor.ready(broker.address(), folder, "distributor");
    }

    @AfterAll
    static void stop() {
        distributor.close();
        broker.close();
    }

    /** A form of parts. */
    private static final class Form {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Form part(String name, String file, byte[] content) {
            var head = "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
                    .formatted(BOUNDARY, name, file);
            bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(content);
            bytes.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Form part(String name, String file, String content) {
            return part(name, file, content.getBytes(StandardCharsets.UTF_8));
        }

        byte[] end() {
            bytes.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
            return bytes.toByteArray();
        }
    }

    private HttpResponse<String> validate(byte[] body, String type, String token) throws Exception {
        var request = HttpRequest.newBuilder(distributor.api().resolve("/v1/policy/validate"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> validate(Form form) throws Exception {
        return validate(form.end(), "multipart/form-data; boundary=" + BOUNDARY, TestDistributor.READER);
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new JsonMapper().readTree(answer.body());
    }

    @Test
    void aPolicyIsJudgedWithItsFiles() throws Exception {
        var answer = validate(
                new Form().part("policy", "p.yaml", POLICY).part("list", "lists/bad.txt", "x.test\n.bad.test\n"));

        assertThat(answer.body())
                .isEqualTo("{\"policy\":\"p\",\"rules\":2,\"tests\":1,\"warnings\":[]}")
                .satisfies(body -> assertThat(answer.statusCode()).isEqualTo(200));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "'x.test', 'p.yaml:9:5: tests[0]: a CONNECT y.bad.test:443: expected deny by no, got allow by all'",
        "'.bad.test|not a host', 'lists/bad.txt:2:1: ''not a host'' '",
    })
    void whatIsWrongIsNamedWithItsFileAndLine(String lines, String problem) throws Exception {
        var answer = validate(
                new Form().part("policy", "p.yaml", POLICY).part("list", "lists/bad.txt", lines.replace("|", "\n")));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).at("/problems/0/text").asText()).startsWith(problem);
    }

    @Test
    void aFileThatDidNotComeIsMissedWhereItIsNamed() throws Exception {
        assertThat(json(validate(new Form().part("policy", "p.yaml", POLICY)))
                        .at("/problems/0/text")
                        .asText())
                .startsWith("p.yaml:4:15: lists.bad.file: names a file that did not come with the policy");
    }

    @ParameterizedTest(name = "{0} {1} and {2} {3}: {4}")
    @CsvSource({
        "policy, p.yaml, list,   ../bad.txt,    'no list of the document names the file ''../bad.txt'''",
        "policy, p.yaml, list,   other.txt,     'no list of the document names the file ''other.txt'''",
        "policy, p.yaml, lists,  lists/bad.txt, 'the part ''lists'' is not known here; known are policy and list'",
        "policy, p.yaml, policy, p.yaml,        'one part must be the document'",
        "list,   a,      list,   b,             'one part must be the document'",
    })
    void aFormOfOtherPartsIsRefused(String name, String file, String other, String otherFile, String says)
            throws Exception {
        var answer = validate(new Form().part(name, file, POLICY).part(other, otherFile, POLICY));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("detail").asText()).startsWith(says);
    }

    @Test
    void oneFileTwiceIsRefused() throws Exception {
        var answer = validate(new Form()
                .part("policy", "p.yaml", POLICY)
                .part("list", "lists/bad.txt", "x.test")
                .part("list", "lists/bad.txt", "y.test"));

        assertThat(json(answer).path("detail").asText()).isEqualTo("the file 'lists/bad.txt' stands there twice");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"multipart/form-data; boundary=x, nonsense", "multipart/form-data, nonsense"})
    void whatIsNoFormIsSaid(String type, String body) throws Exception {
        var answer = validate(body.getBytes(StandardCharsets.UTF_8), type, TestDistributor.READER);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("detail").asText()).startsWith("the body cannot be read as multipart/form-data");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"policy, p.yaml, 300000, 413", "list, lists/bad.txt, 67108870, 413"})
    void whatIsTooLargeIsRefused(String name, String file, int size, int status) throws Exception {
        var form = new Form();
        if (name.equals("list")) {
            form.part("policy", "p.yaml", POLICY);
        }

        assertThat(validate(form.part(name, file, new byte[size])).statusCode()).isEqualTo(status);
    }

    @Test
    void nobodyWithoutATokenIsHeard() throws Exception {
        var form = new Form().part("policy", "p.yaml", POLICY);

        assertThat(validate(form.end(), "multipart/form-data; boundary=" + BOUNDARY, "guessed")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aListMayHaveAMillionNames() throws Exception {
        var names = new StringBuilder(".bad.test\n");
        for (int i = 1; i < 1_000_000; i++) {
            names.append("host-").append(i).append(".example.test\n");
        }

        assertThat(validate(new Form().part("policy", "p.yaml", POLICY).part("list", "lists/bad.txt", names.toString()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(validate(new Form()
                                .part("policy", "p.yaml", POLICY)
                                .part(
                                        "list",
                                        "lists/bad.txt",
                                        names.append("one-more.test").toString()))
                        .body())
                .contains("lists/bad.txt:1000001:1: is the entry after 1000000: too many");
    }
}
