package io.tollhouse.cli;

import io.tollhouse.cli.output.Format;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of a format, in upper or lower case. */
final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
        return Arrays.stream(Format.values())
                .filter(format -> format.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("must be table, json or yaml, was '" + text + "'"));
    }
}
