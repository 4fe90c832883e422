package io.tollhouse.consumer.query;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.audit.AuditField;
import java.time.Instant;
import java.util.List;

/** What is looked for. */
public sealed interface Query {
    /** All of them hold; of none, everything does. */
    record And(List<Query> parts) implements Query {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** At least one of them holds. */
    record Or(List<Query> parts) implements Query {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    record Not(Query part) implements Query {}

    /** A value of a field passes a test; of several values, any of them. */
    record Has(AuditField field, Test test) implements Query {}

    /** What a value is held against. */
    sealed interface Test {}

    /** There is a value. */
    record Present() implements Test {}

    /** This text, case and all. */
    record Exactly(String text) implements Test {}

    /** A whole text of this form. */
    record Like(Glob form) implements Test {}

    /** A whole number, both ends included. */
    record Numbers(long least, long most) implements Test {}

    /** A time, to the millisecond, both ends included. */
    record Between(Instant first, Instant last) implements Test {}

    /** An address of this network. */
    record Within(Cidr network) implements Test {}
}
