package io.freehold.telemetry;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/**
 * What a reporter needs to know once.
 *
 * @param cluster name of the cluster, subject of its tokens
 * @param instance {@code service.instance.id}, different for every agent process
 * @param version {@code service.version}
 * @param key gives the cluster's identity key; asked for every new token, so a replaced key is used
 *     within minutes
 * @param directory folder of the outbox and of the sequence number, private to the reporter
 * @param outbox bound of the journal
 * @param closeTimeout how long {@link Reporter#close()} may take
 * @param clock the time
 * @param random jitter
 * @param onHint told when the plane says that a repository moved, by the digest of {@link
 *     io.freehold.api.RepositoryId}; must not block
 * @param tls how to speak to the plane over TLS; the platform's way when empty
 */
public record ReporterSettings(
    String cluster,
    String instance,
    String version,
    Supplier<PrivateKey> key,
    Path directory,
    OutboxLimit outbox,
    Duration closeTimeout,
    Clock clock,
    RandomGenerator random,
    Consumer<String> onHint,
    Optional<SSLContext> tls) {
  /** How long a clean stop waits for the last reports. */
  public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  public ReporterSettings {
    requireNonNull(cluster, "cluster is null");
    requireNonNull(instance, "instance is null");
    requireNonNull(version, "version is null");
    requireNonNull(key, "key is null");
    requireNonNull(directory, "directory is null");
    requireNonNull(outbox, "outbox is null");
    requireNonNull(closeTimeout, "closeTimeout is null");
    requireNonNull(clock, "clock is null");
    requireNonNull(random, "random is null");
    requireNonNull(onHint, "onHint is null");
    requireNonNull(tls, "tls is null");
  }

  /** Settings with the default bounds and the system's clock. */
  public static ReporterSettings of(
      String cluster, String instance, String version, Supplier<PrivateKey> key, Path directory) {
    return new ReporterSettings(
        cluster,
        instance,
        version,
        key,
        directory,
        OutboxLimit.DEFAULT,
        CLOSE_TIMEOUT,
        Clock.systemUTC(),
        RandomGenerator.getDefault(),
        _ -> {},
        Optional.empty());
  }

  /** The same with somebody who is told of hints. */
  public ReporterSettings withHints(Consumer<String> newOnHint) {
    return new ReporterSettings(
        cluster,
        instance,
        version,
        key,
        directory,
        outbox,
        closeTimeout,
        clock,
        random,
        newOnHint,
        tls);
  }

  /** The same with another way to speak TLS. */
  public ReporterSettings withTls(Optional<SSLContext> newTls) {
    return new ReporterSettings(
        cluster,
        instance,
        version,
        key,
        directory,
        outbox,
        closeTimeout,
        clock,
        random,
        onHint,
        newTls);
  }
}
