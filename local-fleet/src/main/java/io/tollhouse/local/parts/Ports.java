package io.tollhouse.local.parts;

/**
 * Where the parts listen on 127.0.0.1.
 *
 * @param proxy of the first node; node k listens on {@code proxy + k - 1}
 * @param admin of the first node; node k answers on {@code admin + k - 1}
 */
public record Ports(
        int proxy,
        int admin,
        int api,
        int consumer,
        int kafka,
        int kafkaController,
        int elasticsearch,
        int elasticsearchTransport,
        int demoHttp,
        int demoHttps) {

    public static final Ports DEFAULT = new Ports(3128, 9100, 8080, 8081, 19092, 19093, 19200, 19300, 18080, 18443);

    public String kafkaBootstrap() {
        return "127.0.0.1:" + kafka;
    }

    public String elasticsearchUrl() {
        return "http://127.0.0.1:" + elasticsearch;
    }
}
