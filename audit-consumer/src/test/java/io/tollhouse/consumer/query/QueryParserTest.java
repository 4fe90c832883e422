package io.tollhouse.consumer.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tollhouse.contract.audit.AuditField;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {
    /** A query's meaning, written so that a table can be read. */
    private static String shown(Query query) {
        if (query instanceof Query.And and) {
            return and.parts().stream().map(QueryParserTest::shown).collect(Collectors.joining(" & ", "(", ")"));
        }
        if (query instanceof Query.Or or) {
            return or.parts().stream().map(QueryParserTest::shown).collect(Collectors.joining(" | ", "(", ")"));
        }
        if (query instanceof Query.Not not) {
            return "!" + shown(not.part());
        }
        var has = (Query.Has) query;
        return has.field() + shown(has.test());
    }

    private static String shown(Query.Test test) {
        if (test instanceof Query.Exactly exactly) {
            return "='" + exactly.text() + "'";
        }
        if (test instanceof Query.Like like) {
            return "~" + shown(like.form());
        }
        if (test instanceof Query.Numbers numbers) {
            return "[" + numbers.least() + "," + numbers.most() + "]";
        }
        if (test instanceof Query.Between between) {
            return "[" + between.first() + "," + between.last() + "]";
        }
        return test instanceof Query.Within within ? " in " + within.network() : "?";
    }

    /** Signs that stand for others are doubled. */
    private static String shown(Glob glob) {
        var text = new StringBuilder();
        for (int sign : glob.signs()) {
            text.append(sign == Glob.ANY ? "**" : sign == Glob.ONE ? "??" : Character.toString(sign));
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                | ()
            agent:research-1                  | USER_NAME='research-1'
            user.name:research-1              | USER_NAME='research-1'
            agent:a verdict:deny              | (USER_NAME='a' & VERDICT='deny')
            agent:a AND verdict:deny          | (USER_NAME='a' & VERDICT='deny')
            agent:a OR agent:b                | `(USER_NAME='a' | USER_NAME='b')`
            stage:refusal agent:a OR agent:b  | `(STAGE='refusal' & (USER_NAME='a' | USER_NAME='b'))`
            agent:a OR agent:b stage:refusal  | `((USER_NAME='a' | USER_NAME='b') & STAGE='refusal')`
            (agent:a stage:x) OR agent:b      | `((USER_NAME='a' & STAGE='x') | USER_NAME='b')`
            -verdict:deny                     | !VERDICT='deny'
            NOT verdict:deny                  | !VERDICT='deny'
            - (agent:a OR agent:b)            | `!(USER_NAME='a' | USER_NAME='b')`
            -agent:a OR agent:b               | `(!USER_NAME='a' | USER_NAME='b')`
            NOT NOT agent:a                   | !!USER_NAME='a'
            reason:"Paste sites are closed."  | EVENT_REASON='Paste sites are closed.'
            reason:"a \\"b\\" \\\\ *"         | EVENT_REASON='a "b" \\ *'
            reason:""                         | EVENT_REASON=''
            host:*.paste.example              | DESTINATION_DOMAIN~**.paste.example
            host:a?b                          | DESTINATION_DOMAIN~a??b
            path:/a/b                         | URL_PATH='/a/b'
            rule:*                            | RULE_ID?
            rule:"*"                          | RULE_ID='*'
            bytes:1000                        | NETWORK_BYTES[1000,1000]
            bytes:>1000                       | NETWORK_BYTES[1001,9223372036854775807]
            bytes:>=1000                      | NETWORK_BYTES[1000,9223372036854775807]
            bytes:<1000                       | NETWORK_BYTES[-9223372036854775808,999]
            bytes:<=1000                      | NETWORK_BYTES[-9223372036854775808,1000]
            bytes:10..20                      | NETWORK_BYTES[10,20]
            @timestamp:2026-01-31             | TIMESTAMP[2026-01-31T00:00:00Z,2026-01-31T00:00:00Z]
            @timestamp:>2026-01-31T10:00:00Z  | TIMESTAMP[2026-01-31T10:00:00.001Z,9999-12-31T23:59:59.999Z]
            destination.ip:10.0.0.7           | DESTINATION_IP in 10.0.0.7/32
            destination.ip:10.0.0.0/8         | DESTINATION_IP in 10.0.0.0/8
            destination.ip:2001:db8::1        | DESTINATION_IP in 2001:db8::1/128
            destination.ip:::ffff:10.0.0.7    | DESTINATION_IP in 10.0.0.7/32
            destination.ip:::ffff:10.0.0.0/104 | DESTINATION_IP in 10.0.0.0/8
            ip:::1      | `(DESTINATION_IP in ::1/128 | ADDRESSES in ::1/128 | SOURCE_IP in ::1/128)`
            paste       | `(DESTINATION_DOMAIN~**paste** | USER_NAME~**paste** | RULE_ID~**paste** | EVENT_REASON~**paste**)`
            "a OR *"    | `(DESTINATION_DOMAIN~**a OR *** | USER_NAME~**a OR *** | RULE_ID~**a OR *** | EVENT_REASON~**a OR ***)`
            """)
    void aQueryMeansWhatItsReaderThinks(String text, String meaning) throws BadQuery {
        assertThat(shown(QueryParser.parse(text))).isEqualTo(meaning);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            agnt:a                  | 1  | unknown field 'agnt'; did you mean 'agent'?
            agent:a hosts:b         | 9  | did you mean 'host'?
            agent:a xyzzyx:b        | 9  | unknown field 'xyzzyx'; to look for text with a colon, quote it
            agent:                  | 7  | a value must follow 'agent:'
            agent: a                | 7  | a value must follow 'agent:'
            verdict:(deny)          | 9  | a value must follow 'verdict:'
            :a                      | 1  | a field's name must stand before ':'
            agent:"a                | 7  | the quote is not closed
            (agent:a                | 1  | this parenthesis is not closed
            agent:a)                | 8  | this parenthesis was not opened
            agent:a ()              | 9  | nothing stands in these parentheses
            agent:a OR              | 9  | OR must stand between two pairs
            OR agent:a              | 1  | OR must stand between two pairs
            agent:a OR OR agent:b   | 12 | OR must stand between two pairs
            AND agent:a             | 1  | AND must stand between two pairs
            agent:a AND             | 9  | AND must stand between two pairs
            agent:a AND agent:b OR agent:c | 13 | put parentheses around one
            agent:a NOT             | 12 | something must follow
            -                       | 2  | something must follow
            bytes:many              | 7  | must be a whole number or a range
            bytes:>                 | 7  | must be a whole number or a range
            bytes:..5               | 7  | must be a whole number or a range
            bytes:5..               | 7  | must be a whole number or a range
            bytes:99999999999999999999 | 7 | must be a whole number or a range
            bytes:>9223372036854775807 | 7 | no whole number is that large
            port:4*                 | 6  | must be a whole number or a range
            ip:example.org          | 4  | must be an address or a network
            ip:10.0.0.1/8           | 4  | must be an address or a network
            ip:10.*                 | 4  | must be an address or a network
            @timestamp:yesterday    | 12 | must be a time or a range
            @timestamp:>=2026-02-30 | 12 | must be a time or a range
            ""                      | 1  | nothing stands in these quotes
            """)
    void whatIsWrongIsToldWithItsPlace(String text, int column, String sentence) {
        assertThatThrownBy(() -> QueryParser.parse(text))
                .asInstanceOf(type(BadQuery.class))
                .satisfies(problem -> assertThat(problem.column()).isEqualTo(column))
                .satisfies(problem -> assertThat(problem.reason()).contains(sentence));
    }

    @Test
    void everyFieldCanBeNamedInFull() throws BadQuery {
        for (var field : AuditField.values()) {
            assertThat(QueryParser.parse(field.path() + ":*")).isEqualTo(new Query.Has(field, new Query.Present()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 33})
    void depthIsBounded(int depth) {
        var text = "(".repeat(depth) + "agent:a" + ")".repeat(depth);

        assertThat(isQuery(text)).isEqualTo(depth <= 32);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 257})
    void conditionsAreBounded(int number) {
        assertThat(isQuery("port:1 ".repeat(number))).isEqualTo(number <= 256);
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 4097})
    void lengthIsBounded(int length) {
        assertThat(isQuery("agent:" + "a".repeat(length - 6))).isEqualTo(length <= 4096);
    }

    private static boolean isQuery(String text) {
        try {
            QueryParser.parse(text);
            return true;
        } catch (BadQuery e) {
            return false;
        }
    }
}
