package io.tollhouse.proxy.upstream;

import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.tollhouse.contract.address.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a name server said to one question, copied out of Netty's message. Owners are in lower case, without a last dot. */
final class Reply {

    /**
     * A record of the answer.
     *
     * @param ttl seconds
     */
    record Rr<T>(long ttl, T value) {}

    private final DnsResponseCode code;
    private final Map<String, Rr<String>> aliases = new HashMap<>();
    private final Map<String, List<Rr<IpAddress>>> addresses = new HashMap<>();

    private Reply(DnsResponseCode code) {
        this.code = code;
    }

    /**
     * Reads the answer section. Records of other types or classes, and damaged ones, are left out.
     *
     * @param type {@code A} or {@code AAAA}
     */
    static Reply read(DnsResponse response, DnsRecordType type) {
        var reply = new Reply(response.code());
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            DnsRecord rr = response.recordAt(DnsSection.ANSWER, i);
            if (rr.dnsClass() == DnsRecord.CLASS_IN && rr instanceof DnsRawRecord raw) {
                reply.add(raw, type);
            }
        }
        return reply;
    }

    private void add(DnsRawRecord rr, DnsRecordType type) {
        var owner = plain(rr.name());
        if (rr.type().equals(DnsRecordType.CNAME)) {
            aliases.putIfAbsent(
                    owner, new Rr<>(rr.timeToLive(), plain(DefaultDnsRecordDecoder.decodeName(rr.content()))));
        } else if (rr.type().equals(type) && rr.content().readableBytes() == width(type)) {
            var bytes = new byte[width(type)];
            rr.content().getBytes(rr.content().readerIndex(), bytes);
            addresses
                    .computeIfAbsent(owner, any -> new ArrayList<>())
                    .add(new Rr<>(rr.timeToLive(), IpAddress.of(bytes)));
        }
    }

    private static int width(DnsRecordType type) {
        return type.equals(DnsRecordType.A) ? 4 : 16;
    }

    private static String plain(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Whether the server knows: that there is something, or that there is nothing. Others may be asked where not. */
    boolean isAnswer() {
        return code.equals(DnsResponseCode.NOERROR) || nothingThere();
    }

    /** Whether the name at the end of the aliases does not exist. */
    boolean nothingThere() {
        return code.equals(DnsResponseCode.NXDOMAIN);
    }

    /** What this name stands for, in the server's spelling but lower case; null where it is no alias. */
    @Nullable
    Rr<String> alias(String owner) {
        return aliases.get(owner);
    }

    /** The addresses of exactly this name. */
    List<Rr<IpAddress>> addresses(String owner) {
        return addresses.getOrDefault(owner, List.of());
    }
}
