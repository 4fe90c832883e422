package io.tollhouse.cli;

import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an address. */
final class AddressConverter implements ITypeConverter<IpAddress> {
    @Override
    public IpAddress convert(String text) {
        try {
            return IpAddress.parse(text);
        } catch (MalformedHost e) {
            throw new TypeConversionException("'" + text + "' " + e.reason() + ".");
        }
    }
}
