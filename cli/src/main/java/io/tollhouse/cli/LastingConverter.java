package io.tollhouse.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How long a kill holds, as the API reads it. */
final class LastingConverter implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        if (text.matches("[1-9][0-9]{0,6}[smhd]")) {
            return text;
        }
        throw new TypeConversionException("must be a time as 90s, 30m, 2h or 7d, was '" + text + "'");
    }
}
