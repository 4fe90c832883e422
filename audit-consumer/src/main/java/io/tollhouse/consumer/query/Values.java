package io.tollhouse.consumer.query;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.yaml.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Reads the value of a pair by the type of its field. */
final class Values {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final int MAPPED_BITS = 96;

    private Values() {}

    /** A word without a field: somewhere in the text. */
    static Query.Test word(Token token) throws BadQuery {
        if (token.value().isEmpty()) {
            throw new BadQuery(token.column(), "nothing stands in these quotes");
        }
        var glob = token.quoted() ? Glob.literal(token.value()) : Glob.of(token.value());
        return new Query.Like(Glob.containing(glob));
    }

    static Query.Test of(Token token, AuditField.Type type) throws BadQuery {
        if (!token.quoted() && token.value().equals("*")) {
            return new Query.Present();
        }
        return switch (type) {
            case KEYWORD -> text(token);
            case IP -> network(token);
            case INTEGER, LONG -> numbers(token);
            case DATE -> times(token);
        };
    }

    private static Query.Test text(Token token) {
        var value = token.value();
        boolean isGlob = !token.quoted() && (value.indexOf('*') >= 0 || value.indexOf('?') >= 0);
        return isGlob ? new Query.Like(Glob.of(value)) : new Query.Exactly(value);
    }

    private static Query.Test network(Token token) throws BadQuery {
        try {
            var value = token.value();
            return new Query.Within(
                    unmapped(value.indexOf('/') < 0 ? Cidr.of(IpAddress.parse(value)) : Cidr.parse(value)));
        } catch (MalformedHost e) {
            throw wrong(token, "must be an address or a network, as 10.0.0.7 or 10.0.0.0/8");
        }
    }

    /** Indices keep an IPv4-mapped address as IPv4. */
    private static Cidr unmapped(Cidr network) {
        var plain = network.network().unmapped();
        return plain.isV6() || !network.network().isV6() || network.length() < MAPPED_BITS
                ? network
                : new Cidr(plain, network.length() - MAPPED_BITS);
    }

    private static Query.Test numbers(Token token) throws BadQuery {
        var range = Range.of(token.value());
        long least = range.low().isEmpty() ? Long.MIN_VALUE : number(token, range.low());
        long most = range.high().isEmpty() ? Long.MAX_VALUE : number(token, range.high());
        try {
            return new Query.Numbers(
                    range.lowIncluded() ? least : Math.addExact(least, 1),
                    range.highIncluded() ? most : Math.subtractExact(most, 1));
        } catch (ArithmeticException e) {
            throw wrong(token, "no whole number is that large");
        }
    }

    private static long number(Token token, String text) throws BadQuery {
        try {
            if (text.matches("-?[0-9]{1,19}")) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            // told below, as any other text is
        }
        throw wrong(token, "must be a whole number or a range, as 1000, >1000, <=1000 or 10..20");
    }

    private static Query.Test times(Token token) throws BadQuery {
        var range = Range.of(token.value());
        var first = range.low().isEmpty() ? EARLIEST : time(token, range.low());
        var last = range.high().isEmpty() ? LATEST : time(token, range.high());
        return new Query.Between(
                range.lowIncluded() ? first : first.plusMillis(1), range.highIncluded() ? last : last.minusMillis(1));
    }

    private static Instant time(Token token, String text) throws BadQuery {
        try {
            var time = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
            if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // told below, as any other text is
        }
        throw wrong(token, "must be a time or a range, as 2026-01-31T10:00:00Z, >=2026-01-31");
    }

    private static BadQuery wrong(Token token, String what) {
        return new BadQuery(
                token.valueColumn(), token.field() + " " + what + ", was '" + Words.shorten(token.value()) + "'");
    }
}
