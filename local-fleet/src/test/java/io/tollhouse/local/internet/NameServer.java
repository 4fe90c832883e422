package io.tollhouse.local.internet;

import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The name server of a test: answers from a table, with a time to live of 0, and keeps a list of what it was asked. A name
 * may have several answers; each question gets the next one, and the last one stays.
 */
final class NameServer implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int TYPE_A = 1;
    private static final int TYPE_AAAA = 28;
    private static final int ANSWER_NO_ERROR = 0x8180;
    private static final int ANSWER_NO_SUCH_NAME = 0x8183;
    private static final int NAME_OF_THE_QUESTION = 0xC00C;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<String, List<List<IpAddress>>> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> turns = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    NameServer() throws IOException {
        var thread = new Thread(this::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Each text is one answer: addresses with spaces between them. */
    void answers(String name, String... inTurn) {
        answers.put(name, Arrays.stream(inTurn).map(NameServer::addresses).toList());
    }

    private static List<IpAddress> addresses(String text) {
        var addresses = new ArrayList<IpAddress>();
        for (var word : text.split(" ", -1)) {
            try {
                addresses.add(IpAddress.parse(word));
            } catch (MalformedHost e) {
                throw new IllegalArgumentException(word, e);
            }
        }
        return List.copyOf(addresses);
    }

    /** Names that were asked for, in their order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve() {
        var buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                var question = new DatagramPacket(buffer, buffer.length);
                socket.receive(question);
                var answer = answer(Arrays.copyOf(buffer, question.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException e) {
                return; // it was closed
            }
        }
    }

    private byte[] answer(byte[] packet) {
        var question = ByteBuffer.wrap(packet);
        short id = question.getShort(0);
        question.position(HEADER);
        var name = readName(question);
        int type = question.getShort();
        question.getShort(); // the class
        var asIs = Arrays.copyOfRange(packet, HEADER, question.position());
        asked.add(name);
        var all = answers.get(name);
        return message(id, asIs, type, all == null ? null : next(name + "/" + type, all));
    }

    private List<IpAddress> next(String nameAndType, List<List<IpAddress>> inTurn) {
        int turn = turns.merge(nameAndType, 1, Integer::sum);
        return inTurn.get(Math.min(turn, inTurn.size()) - 1);
    }

    private static String readName(ByteBuffer question) {
        var name = new StringBuilder();
        for (int length = question.get(); length > 0; length = question.get()) {
            var label = new byte[length];
            question.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private static byte[] message(short id, byte[] question, int type, @Nullable List<IpAddress> addresses) {
        var records = new ByteArrayOutputStream();
        int count = 0;
        for (var address : addresses == null ? List.<IpAddress>of() : addresses) {
            if (type == (address.isV6() ? TYPE_AAAA : TYPE_A)) {
                records.writeBytes(record(type, address.bytes()));
                count++;
            }
        }
        return ByteBuffer.allocate(HEADER + question.length + records.size())
                .putShort(id)
                .putShort((short) (addresses == null ? ANSWER_NO_SUCH_NAME : ANSWER_NO_ERROR))
                .putShort((short) 1)
                .putShort((short) count)
                .putInt(0)
                .put(question)
                .put(records.toByteArray())
                .array();
    }

    private static byte[] record(int type, byte[] address) {
        return ByteBuffer.allocate(12 + address.length)
                .putShort((short) NAME_OF_THE_QUESTION)
                .putShort((short) type)
                .putShort((short) 1)
                .putInt(0)
                .putShort((short) address.length)
                .put(address)
                .array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
