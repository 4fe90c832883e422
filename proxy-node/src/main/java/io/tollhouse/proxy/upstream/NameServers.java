package io.tollhouse.proxy.upstream;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.tollhouse.contract.address.Host;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Asks the name servers one question, in their order, until one knows. Each question leaves from a port of its own. Only
 * Netty's transport of questions is used: its way of resolving hides aliases, reads the hosts file and knows
 * {@code localhost}.
 */
final class NameServers implements AutoCloseable {
    /** The size that passes everywhere unfragmented (DNS Flag Day 2020). */
    private static final int PAYLOAD_BYTES = 1232;

    private final EventLoop loop;
    private final List<InetSocketAddress> servers;
    private final DnsNameResolver transport;

    /**
     * Opens no socket yet.
     *
     * @param servers at least one
     * @param patience with each server
     */
    NameServers(EventLoop loop, List<InetSocketAddress> servers, Duration patience) {
        this.loop = loop;
        this.servers = List.copyOf(servers);
        this.transport = new DnsNameResolverBuilder(loop)
                .datagramChannelType(Transport.datagram())
                .socketChannelType(Transport.socket())
                .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
                .nameServerProvider(new SequentialDnsServerAddressStreamProvider(this.servers))
                .queryTimeoutMillis(patience.toMillis())
                .maxPayloadSize(PAYLOAD_BYTES)
                .searchDomains(List.of())
                .hostsFileEntriesResolver((name, types) -> null)
                .decodeIdn(false)
                .build();
    }

    /** The first answer that says something; fails with {@link Unresolved}. Cancelled, it asks no more. */
    Future<Reply> ask(Host name, DnsRecordType type) {
        Promise<Reply> answer = loop.newPromise();
        ask(0, false, name, type, answer);
        return answer;
    }

    private void ask(int server, boolean silence, Host name, DnsRecordType type, Promise<Reply> answer) {
        if (answer.isDone()) {
            return;
        }
        if (server == servers.size()) {
            answer.tryFailure(
                    silence
                            ? new Unresolved("no name server answered in time", true)
                            : new Unresolved("no name server could answer", false));
            return;
        }
        var query = transport.query(servers.get(server), new DefaultDnsQuestion(name.text() + ".", type));
        answer.addListener(any -> query.cancel(false));
        query.addListener((Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> asked) -> {
            var reply = asked.isSuccess() ? readAndRelease(asked.getNow(), type) : null;
            if (reply != null && reply.isAnswer()) {
                answer.trySuccess(reply);
            } else {
                boolean silent = asked.cause() instanceof DnsNameResolverTimeoutException;
                ask(server + 1, silence || silent, name, type, answer);
            }
        });
    }

    private static Reply readAndRelease(AddressedEnvelope<DnsResponse, ?> envelope, DnsRecordType type) {
        try {
            return Reply.read(envelope.content(), type);
        } finally {
            envelope.release();
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
