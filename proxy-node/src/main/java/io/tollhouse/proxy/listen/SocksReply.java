package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.tollhouse.proxy.judge.Refusal;

/** What a SOCKS client can be answered: codes, and no words (RFC 1928 sections 3 and 6, RFC 1929 section 2). */
enum SocksReply {
    METHOD("0502"),
    NO_METHOD("05ff"),
    KNOWN("0100"),
    UNKNOWN("0101"),
    GRANTED("05000001000000000000"),
    FAILED("05010001000000000000"),
    NOT_ALLOWED("05020001000000000000"),
    UNREACHABLE("05040001000000000000"),
    COMMAND_NOT_OFFERED("05070001000000000000"),
    ADDRESS_NOT_OFFERED("05080001000000000000"),

    /** As it was in use before there were RFCs. */
    VERSION_4_REFUSED("005b000000000000");

    private final String hex;

    SocksReply(String hex) {
        this.hex = hex;
    }

    /** For a request that was judged. */
    static SocksReply of(Refusal refusal) {
        return switch (refusal.status()) {
            case 403 -> NOT_ALLOWED;
            case 502, 504 -> UNREACHABLE;
            default -> FAILED;
        };
    }

    ByteBuf bytes() {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }
}
