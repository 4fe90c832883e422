package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.audit.Head;
import io.tollhouse.contract.audit.WrittenRecord;
import io.tollhouse.contract.fleet.BootKey;
import io.tollhouse.contract.fleet.SignedHeads;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says now and then how far the streams of this run have come, with the signature of a key that is in memory only: whoever cuts the end
 * of a stream, or writes it anew with all its hashes, cannot say that too. Used by the drain's thread after the start.
 */
final class Checkpoints {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long RECORDS = 1_000;

    private final Ledger.Writer writer;
    private final KeyPair keys;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Consumer<SignedHeads> beside;
    private @Nullable House house;
    private long at;
    private long said;
    private boolean closed;

    /** @param beside told the same, for where the trail is not */
    Checkpoints(Ledger.Writer writer, Clock clock, LongSupplier nanoTime, Consumer<SignedHeads> beside) {
        this.writer = writer;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.beside = beside;
        this.at = nanoTime.getAsLong();
        try {
            keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 15 on has Ed25519", e);
        }
    }

    /** Where it says it: in the stream 0. */
    void of(House own) {
        house = own;
    }

    /** The public key, which the first record of the stream 0 names. */
    String key() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    /** As the checkpoint topic is told of it. */
    BootKey announced() {
        return BootKey.of(writer.fleet(), writer.node(), writer.boot(), key(), clock.instant());
    }

    /**
     * Says it where it is due.
     *
     * @param streams of this run, the house's own first
     * @param ending whether nothing more comes, so that the house is closed when all else is acknowledged
     */
    void look(List<StreamDrain> streams, boolean ending) {
        Objects.requireNonNull(house).settle();
        long now = nanoTime.getAsLong();
        long reached = 0;
        boolean isAllThere = true;
        for (var stream : streams.subList(1, streams.size())) {
            reached += stream.acks().last() + 1;
            isAllThere &= stream.isEmpty();
        }
        boolean isLast = ending && isAllThere && !closed;
        if (reached > said && (isLast || reached - said >= RECORDS || now - at >= INTERVAL_NANOS)) {
            said = reached;
            at = now;
            say(streams);
        }
        if (isLast) {
            closed = true;
            Objects.requireNonNull(house).close();
        }
    }

    private void say(List<StreamDrain> streams) {
        var heads = new ArrayList<String>();
        for (var stream : streams) {
            var last = stream.acks().lastEntry();
            if (last != null) {
                int number = stream.source().whose().stream();
                heads.add(new Head(number, last.sequence(), WrittenRecord.hash(last.bytes())).toString());
            }
        }
        var signature = signature(heads);
        Objects.requireNonNull(house).checkpoint(heads, signature);
        beside.accept(SignedHeads.of(writer.fleet(), writer.node(), writer.boot(), clock.instant(), heads, signature));
    }

    private String signature(List<String> heads) {
        try {
            var ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(keys.getPrivate());
            ed25519.update(Head.signed(writer.node(), writer.boot(), heads));
            return Base64.getEncoder().encodeToString(ed25519.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this key cannot sign", e);
        }
    }
}
