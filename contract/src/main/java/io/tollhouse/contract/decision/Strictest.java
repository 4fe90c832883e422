package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.policy.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What takes the strictest of all rules that match, or may.
 *
 * @param inspect whether some rule wants TLS inspected, or has conditions that need it
 * @param conditional whether some rule has conditions on method, path or headers
 */
record Strictest(
        boolean inspect,
        boolean conditional,
        Limits limits,
        @Nullable AuditLevel audit) {

    static final Strictest NOTHING = new Strictest(false, false, Limits.NONE, null);

    /** Whether a rule can make it stricter. */
    static boolean concerns(CompiledRule rule) {
        var effects = rule.rule().effects();
        return effects.inspect() || rule.isConditional() || !effects.limits().isEmpty() || effects.audit() != null;
    }

    /** With one more rule. Conditions need a look into TLS whether they hold in the end or not. */
    Strictest and(CompiledRule rule, Truth truth) {
        var effects = rule.rule().effects();
        boolean matches = truth != Truth.NO;
        return new Strictest(
                inspect || rule.isConditional() || (matches && effects.inspect()),
                conditional || rule.isConditional(),
                matches ? limits.strictest(effects.limits()) : limits,
                matches ? later(audit, effects.audit()) : audit);
    }

    private static @Nullable AuditLevel later(@Nullable AuditLevel one, @Nullable AuditLevel other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }
}
