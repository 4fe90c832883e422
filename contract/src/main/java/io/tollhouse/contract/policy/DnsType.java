package io.tollhouse.contract.policy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Types of DNS questions that a rule can name. */
public enum DnsType {
    A(1),
    NS(2),
    CNAME(5),
    SOA(6),
    PTR(12),
    MX(15),
    TXT(16),
    AAAA(28),
    SRV(33),
    NAPTR(35),
    DS(43),
    SSHFP(44),
    DNSKEY(48),
    TLSA(52),
    SVCB(64),
    HTTPS(65),
    CAA(257);

    /** What a rule that lets through and has no {@code types} means: what a client needs to connect. */
    public static final Set<DnsType> TO_CONNECT = Collections.unmodifiableSet(EnumSet.of(A, AAAA, HTTPS, SVCB));

    private final int number;

    DnsType(int number) {
        this.number = number;
    }

    /** As it stands in a question. */
    public int number() {
        return number;
    }
}
