package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.MaximumPart;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.policy.PublishedLists;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what policies may not exceed.
 *
 * @param lists its list files
 */
public record MaximumReader(PublishedLists lists) {

    /**
     * The maximum that bounds policies.
     *
     * @param maximum empty for nothing
     * @return null for nothing
     * @throws InvalidDocument where this version cannot read it
     * @throws KafkaTrouble where its list files are not to be had now
     */
    public @Nullable Policy read(Optional<MaximumPart> maximum)
            throws InvalidDocument, KafkaTrouble, InterruptedException {
        if (maximum.isEmpty()) {
            return null;
        }
        var part = maximum.get();
        return PolicyCodec.parseMaximum(PolicyCheck.bytes(part.text()), "maximum", lists.files(part.lists()));
    }
}
