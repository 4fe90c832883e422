package io.tollhouse.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers from 1 on. */
class NumberConverter implements ITypeConverter<Long> {
    private final String form;
    private final String inWords;

    NumberConverter() {
        this("[1-9][0-9]{0,8}", "must be a number from 1 to 999999999");
    }

    private NumberConverter(String form, String inWords) {
        this.form = form;
        this.inWords = inWords;
    }

    @Override
    public Long convert(String text) {
        if (text.matches(form)) {
            return text.equals("all") ? Long.valueOf(Long.MAX_VALUE) : Long.valueOf(text);
        }
        throw new TypeConversionException(inWords + ", was '" + text + "'");
    }

    /** From 0 on: a base of 0 is a fleet without a policy. */
    static final class FromZero extends NumberConverter {
        FromZero() {
            super("[0-9]{1,9}", "must be a number from 0 to 999999999");
        }
    }

    /** From 1 on, or {@code all}, which is the largest number. */
    static final class OrAll extends NumberConverter {
        OrAll() {
            super("[1-9][0-9]{0,8}|all", "must be a number from 1 to 999999999, or all");
        }
    }
}
