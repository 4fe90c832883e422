package io.tollhouse.contract.address;

import com.ibm.icu.text.IDNA;
import java.util.EnumSet;
import java.util.Set;

/** UTS 46, non-transitional, with STD 3 rules and hyphen checks off, as browsers do it. */
final class InternationalName {

    private static final IDNA UTS46 = IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);

    /** ICU has no option for these: they are taken out of what it finds. */
    private static final Set<IDNA.Error> HYPHENS =
            Set.of(IDNA.Error.HYPHEN_3_4, IDNA.Error.LEADING_HYPHEN, IDNA.Error.TRAILING_HYPHEN);

    private InternationalName() {}

    /** The name in A-labels. Refuses labels that mean an ASCII label in other characters: they are a trap for readers. */
    static String toAscii(String display) throws MalformedHost {
        var ascii = convert(display);
        var before = display.split("\\.", -1);
        var after = ascii.split("\\.", -1);
        if (before.length != after.length) {
            throw new MalformedHost("holds another script's dot");
        }
        for (int i = 0; i < before.length; i++) {
            if (!HostName.isAscii(before[i]) && !after[i].startsWith("xn--")) {
                throw new MalformedHost("has a label of look-alikes that stands for " + after[i] + ": write that");
            }
        }
        return ascii;
    }

    /** Refuses A-labels that no name in Unicode is written as. */
    static void checkRoundTrip(String name) throws MalformedHost {
        if (!convert(name).equals(name)) {
            throw new MalformedHost("has a label that begins with xn-- and is not valid");
        }
    }

    private static String convert(String name) throws MalformedHost {
        var info = new IDNA.Info();
        var result = new StringBuilder(name.length() + 16);
        UTS46.nameToASCII(name, result, info);
        var errors = EnumSet.noneOf(IDNA.Error.class);
        errors.addAll(info.getErrors());
        errors.removeAll(HYPHENS);
        if (!errors.isEmpty()) {
            throw new MalformedHost("is not a valid international name");
        }
        return result.toString();
    }
}
