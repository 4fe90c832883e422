package io.tollhouse.contract.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeStatusTest {
    private static final String WHOLE = "{'v':1,'node':'n','boot':'b','version':'1','address':'a:1','state':'ready',"
            + "'features':[],'trustedKeys':[],'applied':{'topicId':'t','offset':3}}";

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aStatusMayLackWhatANodeNeedNotSay() throws Exception {
        assertThat(NodeStatus.read(json(WHOLE)).confirms("t", 3)).isTrue();
    }

    @ParameterizedTest(name = "without {0}")
    @ValueSource(
            strings = {
                "'node':'n',",
                "'boot':'b',",
                "'version':'1',",
                "'address':'a:1',",
                "'state':'ready',",
                "'features':[],",
                "'trustedKeys':[],",
                "'topicId':'t',"
            })
    void aStatusWithoutWhatEveryoneReliesOnIsNone(String member) {
        assertThat(WHOLE).contains(member);
        assertThatThrownBy(() -> NodeStatus.read(json(WHOLE.replace(member, ""))))
                .isInstanceOf(NotBelieved.class)
                .hasMessage("it is not the status of a node");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "1", "'state'"})
    void whatIsNoObjectIsNoStatus(String text) {
        assertThatThrownBy(() -> NodeStatus.read(json(text))).isInstanceOf(NotBelieved.class);
    }
}
