package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read, and scripts see, when something is not right. */
class ErrorsTest extends LocalFleetTest {

    @ParameterizedTest(name = "HTTP {1} to {0}")
    @CsvSource(delimiter = '|', textBlock = """
                    fleet              | 403 | {"detail": "The role reader may not."}    | 1 | The role reader may not.
                    audit search x:1   | 400 | {"detail": "There is no field x, at 1."}  | 1 | There is no field x, at 1.
                    policy get         | 404 | {"detail": "There is none."}              | 1 | no policy has been published yet. tollhouse policy apply FILE publishes one.
                    policy get --revision 9 | 404 | {"detail": "There is no 9."} | 1 | there is no revision 9. tollhouse policy history lists them.
                    policy history     | 503 | {"detail": "Kafka does not answer."}      | 5 | Kafka does not answer.
                    audit search       | 503 | {"detail": "Search does not answer."}     | 5 | Search does not answer.
                    fleet              | 404 | <html>                                    | 5 | API answers, but not as a Tollhouse distributor (HTTP 404). Name the right address with --api URL.
                    fleet              | 502 | <html>                                    | 5 | API answers, but not as a Tollhouse distributor (HTTP 502). Name the right address with --api URL.
                    fleet              | 302 | {} | 5 | API answers, but not as a Tollhouse distributor (HTTP 302). Name the right address with --api URL.
                    fleet              | 200 | <html>                                    | 5 | API answers, but not as a Tollhouse distributor (HTTP 200). Name the right address with --api URL.
                    """)
    void anAnswerThatIsNoneIsASentence(String command, int status, String body, int code, String sentence) {
        for (var path : new String[] {"/v1/fleet", "/v1/audit", "/v1/policy", "/v1/policy/revisions"}) {
            distributor.answers(path, status, body);
        }
        distributor.answers("/v1/policy/revisions/9", status, body);

        var call = call(command.split(" ", -1));

        assertThat(call.err())
                .isEqualTo("tollhouse: "
                        + sentence.replace("API", distributor.uri().toString()) + "\n");
        assertThat(call.code()).isEqualTo(code);
        assertThat(call.out()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    policy aply x            | tollhouse: 'aply' is no command of tollhouse policy. Did you mean apply?         | Try 'tollhouse policy --help'.
                    fleet x                  | tollhouse: 'x' is a word too many.  | Try 'tollhouse fleet --help'.
                    fleet --outptu json      | tollhouse: '--outptu' is no option of tollhouse fleet. Did you mean --output? | Try 'tollhouse fleet --help'.
                    policy                   | tollhouse: a command is missing: validate, test, explain, apply, get, history, maximum. | Try 'tollhouse policy --help'.
                    policy apply             | tollhouse: Missing required parameter: 'FILE'                    | Try 'tollhouse policy apply --help'.
                    policy apply x --base y  | tollhouse: Invalid value for option '--base': must be a number from 0 to 999999999, was 'y' | Try 'tollhouse policy apply --help'.
                    policy apply x --timeout 5 | tollhouse: Invalid value for option '--timeout': must be a time as 500ms, 10s or 2m, at most 60m, was '5' | Try 'tollhouse policy apply --help'.
                    audit search --limit 0   | tollhouse: Invalid value for option '--limit': must be a number from 1 to 999999999, or all, was '0' | Try 'tollhouse audit search --help'.
                    fleet --output xml       | tollhouse: Invalid value for option '--output': must be table, json or yaml, was 'xml' | Try 'tollhouse fleet --help'.
                    policy history --limit 0 | tollhouse: Invalid value for option '--limit': must be a number from 1 to 999999999, was '0' | Try 'tollhouse policy history --help'.
                    """)
    void wrongUsageSaysWhatIsWrongAndWhereToRead(String command, String first, String last) {
        var call = call(command.split(" ", -1));

        assertThat(call.err().lines()).startsWith(first).endsWith(last);
        assertThat(call.code()).isEqualTo(ExitCode.USAGE);
        assertThat(distributor.requests()).isEmpty();
    }

    @Test
    void aWordThatIsAlmostRightIsSuggested() {
        assertThat(call("polcy", "get").err()).contains("'polcy' is no command of tollhouse. Did you mean policy?");
    }

    @Test
    void wordsOfTheLauncherSayWhereTheyBelong() {
        assertThat(call("up"))
                .returns(ExitCode.USAGE, Call::code)
                .returns(
                        "tollhouse: up is a word of the launcher: run ./tollhouse up in a clone of Tollhouse.\n",
                        Call::err);
    }

    @Test
    void withoutAFleetPeopleAreToldToStartOne(@TempDir Path empty) {
        assertThat(Call.with("", Map.of(), empty, "fleet"))
                .returns(ExitCode.UNREACHABLE, Call::code)
                .returns(
                        "tollhouse: no API is known here. Start a local fleet with ./tollhouse up, or name an API with"
                                + " --api URL.\n",
                        Call::err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fleet", "audit search x", "policy apply ../examples/agents.yaml"})
    void aTokenThatTheApiDoesNotKnowIsSaidWithItsFile(String command) throws IOException {
        var token = Files.writeString(folder.resolve("admin.token"), "of-another-fleet");

        assertThat(call(command.split(" ", -1)))
                .returns(ExitCode.REFUSED, Call::code)
                .returns(
                        "tollhouse: the API at " + distributor.uri() + " does not know the token in " + token
                                + ". Name the right one with --token-file FILE.\n",
                        Call::err);
    }

    @Test
    void aFleetThatStoppedIsNotReachable() {
        distributor.close();

        assertThat(call("fleet"))
                .returns(ExitCode.UNREACHABLE, Call::code)
                .returns(
                        "tollhouse: the API at " + distributor.uri() + " cannot be reached (Connection refused). Is the"
                                + " fleet running? ./tollhouse up starts one on this machine.\n",
                        Call::err);
    }

    @Test
    void aPolicyThatReachesNoDistributorIsNotPublishedAndSaysWhatToDo() throws IOException {
        var policy = Files.writeString(folder.resolve("policy.yaml"), "{tollhouse: v1, policy: p}");
        distributor.close();

        assertThat(call("policy", "apply", policy.toString()))
                .returns(ExitCode.UNREACHABLE, Call::code)
                .returns(
                        "tollhouse: the API at " + distributor.uri() + " cannot be reached (Connection refused)."
                                + " Nothing was published, and nodes go on with the policy that they have. Start a"
                                + " distributor there (./tollhouse up starts a whole fleet on this machine), or name"
                                + " another one with --api URL.\n",
                        Call::err);
    }
}
