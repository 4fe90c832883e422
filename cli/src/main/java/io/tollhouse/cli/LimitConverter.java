package io.tollhouse.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How many results: a number from 1 on, or {@code all}. */
final class LimitConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        if (text.equals("all")) {
            return Long.MAX_VALUE;
        }
        if (text.matches("[1-9][0-9]{0,17}")) {
            return Long.valueOf(text);
        }
        throw new TypeConversionException("must be a number from 1 on, or all, was '" + text + "'");
    }
}
