# The images of Tollhouse: one build, one image for each process, each with its own class path and no other's.
#   docker build --target proxy-node -t tollhouse/proxy-node:0.1.0 .
# Targets: proxy-node, policy-distributor, audit-consumer, cli. docker-compose.yml builds them all; see docs/containers.md.

FROM maven:3.9.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN ["mvn", "-B", "-Dmaven.test.skip=true", "-Dspotless.check.skip=true", "-pl", "proxy-node,policy-distributor,audit-consumer,cli", "-am", "package"]

# A JVM and nothing of ours yet. The id needs no account. A new volume takes its owner from the folder that it covers.
FROM eclipse-temurin:17.0.19_10-jre-noble AS runtime
RUN ["install", "-d", "-o", "10001", "-g", "10001", "/keys/fleet", "/keys/distributor", "/keys/nodes", "/keys/admin", "/keys/agents/research-1", "/ledger"]
# The JVM expands the star by itself.
ENV CLASSPATH=/opt/tollhouse/*
WORKDIR /
USER 10001:10001

# Heap is 40 % of the container's memory, since Netty may take as much again beside it.
FROM runtime AS proxy-node
COPY --from=build /src/proxy-node/target/lib/ /src/proxy-node/target/proxy-node-*.jar /opt/tollhouse/
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=40", "-XX:+ExitOnOutOfMemoryError", "io.tollhouse.proxy.ProxyNode"]

FROM runtime AS policy-distributor
COPY --from=build /src/policy-distributor/target/lib/ /src/policy-distributor/target/policy-distributor-*.jar /opt/tollhouse/
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "io.tollhouse.distributor.PolicyDistributor"]

FROM runtime AS audit-consumer
COPY --from=build /src/audit-consumer/target/lib/ /src/audit-consumer/target/audit-consumer-*.jar /opt/tollhouse/
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "io.tollhouse.consumer.AuditConsumer"]

FROM runtime AS cli
COPY --from=build /src/cli/target/lib/ /src/cli/target/cli-*.jar /opt/tollhouse/
ENTRYPOINT ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "io.tollhouse.cli.Tollhouse"]
