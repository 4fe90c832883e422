package io.tollhouse.consumer.query;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Whether one record is meant by a query, as Elasticsearch would say. */
public final class Filter {
    private static final long MAPPED = 0xffffL << 32;

    private Filter() {}

    public static boolean matches(Query query, RecordFields record) {
        if (query instanceof Query.And and) {
            return and.parts().stream().allMatch(part -> matches(part, record));
        }
        if (query instanceof Query.Or or) {
            return or.parts().stream().anyMatch(part -> matches(part, record));
        }
        if (query instanceof Query.Not not) {
            return !matches(not.part(), record);
        }
        var has = (Query.Has) query;
        return record.values(has.field()).stream().anyMatch(value -> passes(has.test(), value));
    }

    private static boolean passes(Query.Test test, String value) {
        if (test instanceof Query.Exactly exactly) {
            return value.equals(exactly.text());
        }
        if (test instanceof Query.Like like) {
            return like.form().matches(value);
        }
        if (test instanceof Query.Numbers numbers) {
            return isAmong(numbers, value);
        }
        if (test instanceof Query.Between between) {
            return isAmong(between, value);
        }
        if (test instanceof Query.Within within) {
            return isAmong(within.network(), value);
        }
        return true; // present
    }

    private static boolean isAmong(Query.Numbers numbers, String value) {
        try {
            long number = Long.parseLong(value);
            return number >= numbers.least() && number <= numbers.most();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isAmong(Query.Between between, String value) {
        try {
            var time = Instant.parse(value).truncatedTo(ChronoUnit.MILLIS);
            return !time.isBefore(between.first()) && !time.isAfter(between.last());
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** An IPv6 network covers IPv4 addresses in their mapped form. */
    private static boolean isAmong(Cidr network, String value) {
        try {
            var address = IpAddress.parse(value).unmapped();
            boolean needsMapped = network.network().isV6() && !address.isV6();
            return network.contains(needsMapped ? IpAddress.v6(0, MAPPED | address.low()) : address);
        } catch (MalformedHost e) {
            return false;
        }
    }
}
