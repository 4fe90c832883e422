package io.tollhouse.cli;

import io.tollhouse.contract.policy.RequestText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a request as people write it. */
final class RequestConverter implements ITypeConverter<RequestConverter.Request> {

    /** The request, and how it was written. */
    record Request(String text, RequestText parsed) {
        static final Request NONE = new Request("", new RequestText("", "", null, null));
    }

    @Override
    public Request convert(String text) {
        try {
            return new Request(text, RequestText.parse(text));
        } catch (RequestText.Malformed e) {
            throw new TypeConversionException("'" + text + "' " + e.getMessage() + ".");
        }
    }
}
