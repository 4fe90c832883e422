package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client says before a SOCKS5 tunnel (RFC 1928, RFC 1929). Each method takes one message whole from the beginning of the
 * bytes, or leaves them and gives null while it is not whole. None is longer than 513 bytes.
 */
final class SocksReader {
    static final int VERSION = 5;
    static final int VERSION_4 = 4;
    static final int USER_AND_PASSWORD = 2;

    /** Version of the negotiation of RFC 1929. */
    static final int NEGOTIATION = 1;

    static final int CONNECT = 1;

    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    /** Version, command, reserved, kind of address, and the first byte of that. */
    private static final int HEAD = 5;

    private static final int PORT = 2;

    private SocksReader() {}

    /** A name and a secret, as they came. Prints neither. */
    static final class UserPassword {
        private final byte[] user;
        private final byte[] password;

        private UserPassword(byte[] user, byte[] password) {
            this.user = user;
            this.password = password;
        }

        byte[] user() {
            return user;
        }

        byte[] password() {
            return password;
        }

        @Override
        public String toString() {
            return "a user and a password";
        }
    }

    /**
     * What is asked for.
     *
     * @param to null where the command is another than {@link #CONNECT}, whose address means something else
     */
    record Request(int command, @Nullable Destination to) {}

    /** Whether the client can give a user and a password. */
    static @Nullable Boolean offersUserAndPassword(ByteBuf in) throws MalformedSocks {
        requireVersion(in, VERSION);
        var methods = counted(in, 1);
        if (methods == null) {
            return null;
        }
        in.skipBytes(2);
        int offered = in.bytesBefore(methods, (byte) USER_AND_PASSWORD);
        in.skipBytes(methods);
        return offered >= 0;
    }

    static @Nullable UserPassword credentials(ByteBuf in) throws MalformedSocks {
        requireVersion(in, NEGOTIATION);
        var user = counted(in, 1);
        var password = user == null ? null : counted(in, 2 + user);
        if (user == null || password == null) {
            return null;
        }
        in.skipBytes(2);
        var name = bytes(in, user);
        in.skipBytes(1);
        return new UserPassword(name, bytes(in, password));
    }

    static @Nullable Request request(ByteBuf in) throws MalformedSocks {
        requireVersion(in, VERSION);
        if (in.readableBytes() < HEAD) {
            return null;
        }
        int begin = in.readerIndex();
        if (in.getByte(begin + 2) != 0) {
            throw new MalformedSocks("has something in its reserved byte");
        }
        int kind = in.getUnsignedByte(begin + 3);
        int length = length(kind, in.getUnsignedByte(begin + 4));
        int whole = HEAD - 1 + length + PORT;
        if (in.readableBytes() < whole) {
            return null;
        }
        int command = in.getUnsignedByte(begin + 1);
        in.skipBytes(HEAD - 1);
        var address = bytes(in, length);
        int port = in.readUnsignedShort();
        return new Request(command, command == CONNECT ? destination(kind, address, port) : null);
    }

    /** The first byte may be looked at before the message is whole. */
    private static void requireVersion(ByteBuf in, int version) throws MalformedSocks {
        if (in.isReadable() && in.getUnsignedByte(in.readerIndex()) != version) {
            throw new MalformedSocks(
                    "has version " + in.getUnsignedByte(in.readerIndex()) + " where it must have " + version);
        }
    }

    /** The count that stands there, if all that it counts is there too. */
    private static @Nullable Integer counted(ByteBuf in, int at) {
        if (in.readableBytes() <= at) {
            return null;
        }
        int count = in.getUnsignedByte(in.readerIndex() + at);
        return in.readableBytes() <= at + count ? null : count;
    }

    private static byte[] bytes(ByteBuf in, int count) {
        var bytes = new byte[count];
        in.readBytes(bytes);
        return bytes;
    }

    /** Of an address, with the count before a name. */
    private static int length(int kind, int first) throws MalformedSocks {
        return switch (kind) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            case NAME -> 1 + first;
            default ->
                throw new MalformedSocks(
                        "has an address of kind " + kind + ", neither a name nor an IP address",
                        SocksReply.ADDRESS_NOT_OFFERED);
        };
    }

    private static Destination destination(int kind, byte[] address, int port) throws MalformedSocks {
        if (port == 0) {
            throw new MalformedSocks("has port 0");
        }
        if (kind != NAME) {
            return new Destination(Host.of(IpAddress.of(address)), port);
        }
        try {
            return new Destination(
                    Host.parse(new String(address, 1, address.length - 1, StandardCharsets.ISO_8859_1)), port);
        } catch (MalformedHost e) {
            throw new MalformedSocks(e.reason());
        }
    }
}
