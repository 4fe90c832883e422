package io.tollhouse.proxy.listen;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the body of a ClientHello asks for (RFC 8446 section 4.1.2, RFC 6066 section 3). Every length must fit exactly: where
 * readers could differ on what it says, it is malformed.
 *
 * @param serverName as it stands there; null where there is none
 * @param ech whether the extension encrypted_client_hello is there, be it real or grease
 */
record HelloBody(@Nullable String serverName, boolean ech) {
    private static final int SERVER_NAME = 0;
    private static final int ENCRYPTED_CLIENT_HELLO = 0xfe0d;
    private static final int HOST_NAME = 0;
    private static final int NAME_LIMIT = 255;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int SESSION_LIMIT = 32;

    /** @param from where the body begins; it ends with the array */
    static HelloBody read(byte[] message, int from) throws MalformedHello {
        var body = ByteBuffer.wrap(message, from, message.length - from);
        take(body, VERSION_AND_RANDOM);
        if (vector(body, 1).remaining() > SESSION_LIMIT) {
            throw new MalformedHello("has a session id that is too long");
        }
        int suites = vector(body, 2).remaining();
        int compressions = vector(body, 1).remaining();
        if (suites == 0 || suites % 2 != 0 || compressions == 0) {
            throw new MalformedHello("offers no cipher suite or compression");
        }
        return body.hasRemaining() ? extensions(last(body, 2)) : new HelloBody(null, false);
    }

    private static HelloBody extensions(ByteBuffer extensions) throws MalformedHello {
        String serverName = null;
        Set<Integer> seen = new HashSet<>();
        while (extensions.hasRemaining()) {
            int type = number(extensions, 2);
            var data = vector(extensions, 2);
            if (!seen.add(type)) {
                throw new MalformedHello("has an extension twice");
            }
            if (type == SERVER_NAME) {
                serverName = serverName(last(data, 2));
            }
        }
        return new HelloBody(serverName, seen.contains(ENCRYPTED_CLIENT_HELLO));
    }

    /** A list, of which no one has ever defined more than one entry. */
    private static String serverName(ByteBuffer names) throws MalformedHello {
        int type = number(names, 1);
        var name = last(names, 2);
        if (type != HOST_NAME || !name.hasRemaining() || name.remaining() > NAME_LIMIT) {
            throw new MalformedHello("names no host, or more than one");
        }
        for (int i = name.position(); i < name.limit(); i++) {
            if (name.get(i) <= ' ' || name.get(i) == 0x7f) {
                throw new MalformedHello("names a host in other characters than printable ASCII");
            }
        }
        return StandardCharsets.US_ASCII.decode(name).toString();
    }

    /** A vector with a length of so many bytes before it, behind which nothing comes. */
    private static ByteBuffer last(ByteBuffer from, int lengthBytes) throws MalformedHello {
        var vector = vector(from, lengthBytes);
        if (from.hasRemaining()) {
            throw new MalformedHello("holds more than its lengths say");
        }
        return vector;
    }

    private static ByteBuffer vector(ByteBuffer from, int lengthBytes) throws MalformedHello {
        return take(from, number(from, lengthBytes));
    }

    private static int number(ByteBuffer from, int bytes) throws MalformedHello {
        var taken = take(from, bytes);
        int number = 0;
        while (taken.hasRemaining()) {
            number = number << 8 | Byte.toUnsignedInt(taken.get());
        }
        return number;
    }

    private static ByteBuffer take(ByteBuffer from, int length) throws MalformedHello {
        if (length > from.remaining()) {
            throw new MalformedHello("holds less than its lengths say");
        }
        var taken = from.slice(from.position(), length);
        from.position(from.position() + length);
        return taken;
    }
}
