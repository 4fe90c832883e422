package io.tollhouse.local.secured;

import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.local.node.TestBroker;
import io.tollhouse.local.testing.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker with TLS, SCRAM and ACLs, and a user for each role. Nobody but its own administrator, who comes in by another
 * listener, may do more than was granted.
 */
final class SecuredBroker implements AutoCloseable {
    private static final String STORE_PASSWORD = "store-password";
    private static final int ITERATIONS = 4_096;

    private final TestBroker broker;
    private final HostPort address;
    private final Path certificate;
    private final Admin admin;

    private SecuredBroker(TestBroker broker, int port, Path certificate) {
        this.broker = broker;
        this.address = new HostPort("127.0.0.1", port);
        this.certificate = certificate;
        this.admin = Admin.create(Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.address().toString()));
    }

    /** Starts one that knows the users of all roles, to whom nothing is granted yet. */
    static SecuredBroker start(Path folder) throws Exception {
        var store = keyStore(folder);
        int port = FreePorts.one();
        var listener = new TestBroker.Listener("SASL_SSL://127.0.0.1:" + port, """
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:ANONYMOUS
                sasl.enabled.mechanisms=SCRAM-SHA-512
                listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=\
                org.apache.kafka.common.security.scram.ScramLoginModule required;
                ssl.keystore.type=PKCS12
                ssl.keystore.location=%s
                ssl.keystore.password=%s
                """.formatted(store, STORE_PASSWORD));
        var started = new SecuredBroker(TestBroker.start(folder, listener), port, certificate(store));
        started.makeUsers();
        return started;
    }

    private static Path keyStore(Path folder) throws Exception {
        var store = folder.resolve("broker.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var words = (keytool + " -J-XX:TieredStopAtLevel=1 -genkeypair -alias broker -keyalg EC -groupname secp256r1"
                        + " -dname CN=broker -ext SAN=ip:127.0.0.1 -storetype PKCS12 -storepass " + STORE_PASSWORD
                        + " -keystore " + store)
                .split(" ");
        int exit = new ProcessBuilder(words).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("keytool could not make a certificate");
        }
        return store;
    }

    private static Path certificate(Path store) throws Exception {
        var bytes = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray())
                .getCertificate("broker")
                .getEncoded();
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(
                store.resolveSibling("broker.pem"),
                "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }

    private void makeUsers() throws Exception {
        var users = Stream.of(Rights.Role.values())
                .map(role -> new UserScramCredentialUpsertion(
                        user(role), new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password(role)))
                .toList();
        admin.alterUserScramCredentials(List.copyOf(users)).all().get(20, TimeUnit.SECONDS);
    }

    private static String user(Rights.Role role) {
        return "tollhouse-" + role.label();
    }

    static String password(Rights.Role role) {
        return "password-of-" + role.label();
    }

    HostPort address() {
        return address;
    }

    /** By a listener on which everything is allowed. */
    Admin admin() {
        return admin;
    }

    /** What an operator writes below {@code kafka.properties}. */
    Map<String, String> properties(Rights.Role role) {
        return properties(role, password(role));
    }

    Map<String, String> properties(Rights.Role role, String password) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user(role), password),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificate.toString());
    }

    /** For a client of the test's own. */
    Map<String, Object> client(Rights.Role role) {
        var all = new HashMap<String, Object>(properties(role));
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address.toString());
        return all;
    }

    /** Grants everything that this role needs. */
    void grant(Rights.Role role) throws Exception {
        var bindings = Rights.of(role).stream()
                .flatMap(right -> right.operations().stream().map(operation -> binding(role, right, operation)))
                .toList();
        change(admin.createAcls(bindings).values().values());
    }

    /** Takes one operation away. */
    void revoke(Rights.Role role, Right right, Operation operation) throws Exception {
        admin.deleteAcls(List.of(binding(role, right, operation).toFilter()))
                .all()
                .get(20, TimeUnit.SECONDS);
    }

    private static void change(Collection<? extends java.util.concurrent.Future<?>> changes) throws Exception {
        for (var change : changes) {
            change.get(20, TimeUnit.SECONDS);
        }
    }

    private static AclBinding binding(Rights.Role role, Right right, Operation operation) {
        var resource = ResourceType.valueOf(right.resource().name());
        return new AclBinding(
                new ResourcePattern(resource, right.name(), PatternType.LITERAL),
                new AccessControlEntry(
                        "User:" + user(role), "*", AclOperation.valueOf(operation.name()), AclPermissionType.ALLOW));
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
