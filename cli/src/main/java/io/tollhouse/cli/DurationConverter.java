package io.tollhouse.cli;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time to wait: {@code 500ms}, {@code 10s}, {@code 2m}; at most an hour. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,7})(ms|s|m)");
    private static final Duration MAX = Duration.ofHours(1);

    @Override
    public Duration convert(String text) {
        var match = FORM.matcher(text);
        if (match.matches()) {
            long number = Long.parseLong(match.group(1));
            var duration = switch (match.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                default -> Duration.ofMinutes(number);
            };
            if (duration.compareTo(MAX) <= 0) {
                return duration;
            }
        }
        throw new TypeConversionException("must be a time as 500ms, 10s or 2m, at most 60m, was '" + text + "'");
    }

    /** As people write it. */
    static String inWords(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
