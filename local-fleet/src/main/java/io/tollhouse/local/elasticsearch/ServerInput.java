package io.tollhouse.local.elasticsearch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;

/**
 * What the server reads first on its standard input: its settings, in the form in which its own launcher writes them. That
 * form is private to the server, so its own classes write it here.
 */
final class ServerInput {
    private final ClassLoader classes;

    private ServerInput(ClassLoader classes) {
        this.classes = classes;
    }

    static byte[] of(ServerPlace place, Map<String, String> settings) throws IOException {
        try (var classes =
                new URLClassLoader(jars(place.home().resolve("lib")), ClassLoader.getPlatformClassLoader())) {
            return new ServerInput(classes).bytes(place, settings);
        } catch (ReflectiveOperationException e) {
            throw new IOException("this is not the Elasticsearch that we know: " + place.home(), e);
        }
    }

    private static URL[] jars(Path lib) throws IOException {
        var urls = new ArrayList<URL>();
        try (var files = Files.newDirectoryStream(lib, "*.jar")) {
            for (var file : files) {
                urls.add(file.toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    private byte[] bytes(ServerPlace place, Map<String, String> settings) throws ReflectiveOperationException {
        // Settings cannot be loaded before logging is set up.
        type("common.logging.LogConfigurator").getMethod("configureESLogging").invoke(null);
        var arguments = type("bootstrap.ServerArgs")
                .getConstructor(
                        boolean.class,
                        boolean.class,
                        Path.class,
                        type("common.settings.SecureSettings"),
                        type("common.settings.Settings"),
                        Path.class,
                        Path.class)
                .newInstance(false, false, null, keyStore(), settings(settings), place.config(), place.logs());
        var bytes = new ByteArrayOutputStream();
        var stream = type("common.io.stream.OutputStreamStreamOutput")
                .getConstructor(OutputStream.class)
                .newInstance(bytes);
        type("bootstrap.ServerArgs")
                .getMethod("writeTo", type("common.io.stream.StreamOutput"))
                .invoke(arguments, stream);
        type("common.io.stream.StreamOutput").getMethod("flush").invoke(stream);
        return bytes.toByteArray();
    }

    private Object keyStore() throws ReflectiveOperationException {
        return type("common.settings.KeyStoreWrapper").getMethod("create").invoke(null);
    }

    private Object settings(Map<String, String> settings) throws ReflectiveOperationException {
        var builder = type("common.settings.Settings").getMethod("builder").invoke(null);
        var put = builder.getClass().getMethod("put", String.class, String.class);
        for (var setting : settings.entrySet()) {
            put.invoke(builder, setting.getKey(), setting.getValue());
        }
        return builder.getClass().getMethod("build").invoke(builder);
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("org.elasticsearch." + name, true, classes);
    }
}
