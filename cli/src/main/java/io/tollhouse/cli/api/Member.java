package io.tollhouse.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Members of an answer that we cannot do without. */
final class Member {
    private Member() {}

    static String text(JsonNode object, String name) throws Unreachable {
        var member = object.path(name);
        if (!member.isTextual()) {
            throw unknownForm(name);
        }
        return member.textValue();
    }

    static long number(JsonNode object, String name) throws Unreachable {
        var member = object.path(name);
        if (!member.isIntegralNumber()) {
            throw unknownForm(name);
        }
        return member.longValue();
    }

    static Instant time(JsonNode object, String name) throws Unreachable {
        try {
            return Instant.parse(text(object, name));
        } catch (DateTimeParseException e) {
            throw unknownForm(name);
        }
    }

    private static Unreachable unknownForm(String name) {
        return new Unreachable("the API answers in a form that this version does not know (member `" + name
                + "`). Use the command line of the distributor's version.");
    }
}
