package io.tollhouse.proxy.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsOpCode;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import io.netty.util.ReferenceCountUtil;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A name server on loopback, over UDP and TCP, that says what a test wants said. Of other names it says that they have nothing. */
final class FakeNameServer implements AutoCloseable {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int ROOM_OVER_UDP = 30;
    private static final DnsResponseCode SILENCE = DnsResponseCode.valueOf(0xffff);

    /** A record as it stands in the answer. */
    record Rr(String owner, DnsRecordType type, long ttl, byte[] content) {
        Rr withTtl(long seconds) {
            return new Rr(owner, type, seconds, content);
        }
    }

    private record Saying(DnsResponseCode code, boolean lastWord, List<Rr> records) {}

    private final EventLoopGroup loops = Transport.loops(1, "name-server");
    private final Map<String, Saying> sayings = new ConcurrentHashMap<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final Channel udp;

    FakeNameServer() {
        var tcp = bindTcp();
        var bound = bindUdp(tcp.localAddress());
        while (!bound.isSuccess()) { // that port is taken for UDP
            tcp.close().syncUninterruptibly();
            tcp = bindTcp();
            bound = bindUdp(tcp.localAddress());
        }
        udp = bound.channel();
    }

    private Channel bindTcp() {
        return new ServerBootstrap()
                .group(loops)
                .channel(Transport.server())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new TcpDnsQueryDecoder(), new TcpDnsResponseEncoder(), new OverTcp());
                    }
                })
                .bind(ANY_PORT)
                .syncUninterruptibly()
                .channel();
    }

    private ChannelFuture bindUdp(SocketAddress address) {
        return new Bootstrap()
                .group(loops)
                .channel(Transport.datagram())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new OverUdp());
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
    }

    static Rr a(String owner, String address) {
        return new Rr(owner, DnsRecordType.A, 60, bytes(address));
    }

    static Rr aaaa(String owner, String address) {
        return new Rr(owner, DnsRecordType.AAAA, 60, bytes(address));
    }

    static Rr cname(String owner, String target) {
        return new Rr(owner, DnsRecordType.CNAME, 60, labels(target));
    }

    private static byte[] bytes(String address) {
        try {
            return IpAddress.parse(address).bytes();
        } catch (MalformedHost e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    private static byte[] labels(String name) {
        var wire = new ByteArrayOutputStream();
        for (var label : name.split("\\.", -1)) {
            wire.write(label.length());
            wire.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        wire.write(0);
        return wire.toByteArray();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) udp.localAddress();
    }

    /** The answer to one question, with the server's word that there is no more. */
    void say(String name, DnsRecordType type, Rr... records) {
        sayings.put(question(name, type), new Saying(DnsResponseCode.NOERROR, true, List.of(records)));
    }

    /** As of a server that does not follow aliases to their end. */
    void sayPart(String name, DnsRecordType type, Rr... records) {
        sayings.put(question(name, type), new Saying(DnsResponseCode.NOERROR, false, List.of(records)));
    }

    /** An error, for both families. */
    void say(String name, DnsResponseCode code) {
        for (var type : List.of(DnsRecordType.A, DnsRecordType.AAAA)) {
            sayings.put(question(name, type), new Saying(code, true, List.of()));
        }
    }

    /** No answer at all. */
    void keepSilent(String name, DnsRecordType type) {
        sayings.put(question(name, type), new Saying(SILENCE, false, List.of()));
    }

    /** What was asked, as {@code A www.example.org udp}, in order. */
    List<String> questions() {
        return List.copyOf(questions);
    }

    /** From where, in the same order. */
    List<Integer> ports() {
        return List.copyOf(ports);
    }

    private static String question(String name, DnsRecordType type) {
        return type.name() + " " + name;
    }

    private Saying heard(DnsQuery query, InetSocketAddress from, String transport) {
        DnsQuestion asked = query.recordAt(DnsSection.QUESTION);
        var question = question(asked.name().substring(0, asked.name().length() - 1), asked.type());
        questions.add(question + " " + transport);
        ports.add(from.getPort());
        return sayings.getOrDefault(question, new Saying(DnsResponseCode.NOERROR, true, List.of()));
    }

    private static void fill(DnsResponse response, DnsQuery query, Saying saying) {
        DnsQuestion asked = query.recordAt(DnsSection.QUESTION);
        response.setCode(saying.code()).setRecursionAvailable(true);
        response.addRecord(DnsSection.QUESTION, ReferenceCountUtil.retain(asked));
        saying.records().forEach(rr -> response.addRecord(DnsSection.ANSWER, record(rr)));
        if (saying.lastWord()) {
            response.addRecord(DnsSection.AUTHORITY, record(new Rr("test", DnsRecordType.SOA, 60, new byte[22])));
        }
    }

    private static DefaultDnsRawRecord record(Rr rr) {
        return new DefaultDnsRawRecord(rr.owner() + ".", rr.type(), rr.ttl(), Unpooled.wrappedBuffer(rr.content()));
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class OverUdp extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramDnsQuery query) {
            var saying = heard(query, query.sender(), "udp");
            if (saying.code().equals(SILENCE)) {
                return;
            }
            var response = new DatagramDnsResponse(
                    /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
            boolean fits = saying.records().size() <= ROOM_OVER_UDP;
            fill(response, query, fits ? saying : new Saying(saying.code(), false, List.of()));
            ctx.writeAndFlush(response.setTruncated(!fits));
        }
    }

    private final class OverTcp extends SimpleChannelInboundHandler<DnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DnsQuery query) {
            var saying = heard(query, (InetSocketAddress) ctx.channel().remoteAddress(), "tcp");
            var response = new DefaultDnsResponse(query.id(), DnsOpCode.QUERY);
            fill(response, query, saying);
            ctx.writeAndFlush(response);
        }
    }
}
