package io.tollhouse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

/** Keys with certificates that sign themselves, made by the JDK's {@code keytool}. */
public final class TestKeys {
    public static final String PASSWORD = "changeit";

    private TestKeys() {}

    /**
     * Makes one.
     *
     * @param file to be made, PKCS#12
     * @param alias of its entry, and its common name
     * @param names that it is for, as {@code dns:a.test,ip:127.0.0.1}
     */
    public static KeyStore make(Path file, String alias, String names) throws InterruptedException {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        try {
            var made = new ProcessBuilder(List.of(
                            keytool,
                            "-genkeypair",
                            "-alias",
                            alias,
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=" + alias,
                            "-ext",
                            "san=" + names,
                            "-keystore",
                            file.toString(),
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            PASSWORD))
                    .redirectErrorStream(true)
                    .start();
            assertThat(made.getInputStream().readAllBytes()).asString().doesNotContain("error");
            assertThat(made.waitFor()).isZero();
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one that was made. */
    public static KeyStore read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
