package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.cli.api.FakeNode;
import org.junit.jupiter.api.Test;

class KeyTest extends LocalFleetTest {

    @Test
    void signingAgainIsWaitedForAsAPolicyIsAndSoIsTheOverlay() {
        distributor.with(FakeNode.prompt("node-1", 43));

        var call = call("key", "resign");

        assertThat(call.code()).isZero();
        assertThat(call.out()).endsWith("1/1 nodes confirmed revision 7 in 0.04 s\n");
        assertThat(distributor.requests())
                .containsExactly(
                        "POST /v1/policy/resign",
                        "GET /v1/policy/confirmations?kind=policy&topicId=topic-1&offset=47",
                        "GET /v1/policy/confirmations?kind=overlay&topicId=topic-1&offset=99");
    }

    @Test
    void nodesThatWouldBeLeftBehindAreNamedUnlessItIsForced() {
        var sentence = "nothing is signed again: the key k is not trusted yet by node-2, which would be left behind";
        distributor.answers("/v1/policy/resign", 409, "{\"detail\": \"" + sentence + "\"}");

        assertThat(call("key", "resign"))
                .returns(ExitCode.REFUSED, Call::code)
                .returns("tollhouse: " + sentence + "\n", Call::err);
        call("key", "resign", "--force");
        assertThat(distributor.requests()).last().isEqualTo("POST /v1/policy/resign?force=true");
    }

    @Test
    void keysAreATableAndSentences() {
        distributor.with(FakeNode.prompt("node-1", 43));

        assertThat(call("key", "list").out()).isEqualTo("""
                        NODE    PRESENCE  TRUSTS
                        node-1  live      aaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbb
                        This distributor signs with aaaaaaaaaaaaaaaa.
                        The policy in force is signed with bbbbbbbbbbbbbbbb.
                        What is laid over it: nothing.
                        """);
    }
}
