package io.tollhouse.consumer.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.contract.audit.AuditField;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TemplatesTest {
    private static JsonNode mapped(String path) {
        return Templates.properties().at("/" + path.replace(".", "/properties/"));
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldThatWeWriteIsMappedByItsType(AuditField field) {
        var type = mapped(field.path());

        assertThat(type.path("type").asText()).isEqualTo(field.type().name().toLowerCase(Locale.ROOT));
        if (field.type() == AuditField.Type.KEYWORD) {
            assertThat(type.path("ignore_above").asInt()).isEqualTo(1024);
        } else {
            assertThat(type.path("ignore_malformed").asBoolean()).isTrue();
        }
    }

    @Test
    void noFieldIsHiddenBelowAnother() {
        for (var field : AuditField.values()) {
            assertThat(AuditField.values()).noneMatch(other -> other.path().startsWith(field.path() + "."));
        }
    }

    @Test
    void aTemplateKeepsUnknownFieldsOutOfTheIndexAndWritesDurably() {
        var template = Templates.template("tollhouse-audit-", new IndexSettings(3, 2, Duration.ofSeconds(5)));

        assertThat(template.at("/index_patterns/0").asText()).isEqualTo("tollhouse-audit-*");
        assertThat(template.at("/template/mappings/dynamic").asBoolean(true)).isFalse();
        var settings = template.at("/template/settings");
        assertThat(settings.path("index.number_of_shards").asInt()).isEqualTo(3);
        assertThat(settings.path("index.number_of_replicas").asInt()).isEqualTo(2);
        assertThat(settings.path("index.refresh_interval").asText()).isEqualTo("5000ms");
        assertThat(settings.path("index.translog.durability").asText()).isEqualTo("request");
    }
}
