package io.freehold.runtime;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.Durations;
import io.freehold.api.IgnoreRule;
import io.freehold.api.Signatures;
import io.freehold.engine.IgnoreRules;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The agent's configuration file.
 *
 * @param cluster name of the cluster
 * @param registry where its folder is
 * @param gitCredentials folder with {@code identity} and {@code known_hosts}, or {@code username}
 *     and {@code password}
 * @param identityKey file with the cluster's private key
 * @param dataDir folder for repositories and the outbox
 * @param listen address of the health and metrics endpoints
 * @param auditInterval pause between two full lists of a kind, in case an event was missed
 * @param applier user to impersonate for writes to managed objects, empty for none
 * @param renderWorker folder with the program that renders charts and Jsonnet, empty for none
 * @param ignore fields of objects that may differ from Git, in all Applications
 * @param plugins folder that plugins in sidecars put their sockets into, empty for none
 * @param planeTls folder with what TLS to the plane needs: {@code ca.crt}, {@code tls.crt} and
 *     {@code tls.key}, each of them optional
 * @param argocdNamespace namespace whose Argo CD Applications are looked after, empty for none
 */
record AgentConfig(
    String cluster,
    Registry registry,
    Path gitCredentials,
    Path identityKey,
    Path dataDir,
    InetSocketAddress listen,
    Duration auditInterval,
    String applier,
    String renderWorker,
    IgnoreRules ignore,
    String plugins,
    Path planeTls,
    String argocdNamespace) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Where the cluster's folder is.
   *
   * @param url repository
   * @param branch branch
   * @param path folder
   * @param pollInterval pause between two looks
   * @param signatures what must be signed of all that is in it
   */
  record Registry(
      String url,
      String branch,
      String path,
      Duration pollInterval,
      Optional<Signatures> signatures) {}

  /**
   * Reads the file.
   *
   * @param environment {@code FREEHOLD_LISTEN} overrides {@code listen}, {@code
   *     FREEHOLD_ARGOCD_NAMESPACE} overrides {@code argocdNamespace}
   * @throws IllegalArgumentException when it cannot be used; the message says what to change
   */
  static AgentConfig read(Path file, Map<String, String> environment) {
    Raw raw;
    try {
      List<Document> documents =
          Yaml.parse(file.toString(), Files.readAllBytes(file), Schema.KUBERNETES);
      if (documents.size() != 1) {
        throw new IllegalArgumentException(file + ": must hold exactly one YAML document");
      }
      raw = JSON.readValue(Json.bytes(documents.getFirst().root()), Raw.class);
    } catch (YamlException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
    }
    if (raw == null || raw.registry == null) {
      throw new IllegalArgumentException(file + ": registry is missing");
    }
    String name = required(file, "cluster", raw.cluster);
    return new AgentConfig(
        name,
        new Registry(
            required(file, "registry.url", raw.registry.url),
            text(raw.registry.branch, "main"),
            text(raw.registry.path, "clusters/" + name),
            Durations.parse(text(raw.registry.pollInterval, "15s")),
            Optional.ofNullable(raw.registry.signatures).filter(Signatures::demanded)),
        Path.of(text(raw.gitCredentials, "/etc/freehold/git")),
        Path.of(text(raw.identityKey, "/etc/freehold/identity/private-key")),
        Path.of(text(raw.dataDir, "/var/lib/freehold")),
        address(environment.getOrDefault("FREEHOLD_LISTEN", text(raw.listen, "0.0.0.0:8080"))),
        interval(file, "auditInterval", text(raw.auditInterval, "30m")),
        text(raw.applier, ""),
        text(raw.renderWorker, ""),
        ignore(file, raw.ignore),
        text(raw.plugins, ""),
        Path.of(text(raw.planeTls, "/etc/freehold/plane-tls")),
        environment.getOrDefault("FREEHOLD_ARGOCD_NAMESPACE", text(raw.argocdNamespace, "")));
  }

  private static IgnoreRules ignore(Path file, @Nullable List<IgnoreRule> rules) {
    try {
      return IgnoreRules.of(rules == null ? List.of() : rules);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": ignore" + e.getMessage(), e);
    }
  }

  private static Duration interval(Path file, String field, String value) {
    Duration interval = Durations.parse(value);
    if (interval.toSeconds() < 1) {
      throw new IllegalArgumentException(
          file + ": " + field + " must be at least 1s, not " + value);
    }
    return interval;
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      return new InetSocketAddress(
          text.substring(0, Math.max(colon, 0)), Integer.parseInt(text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "listen must be an address and a port, as 0.0.0.0:8080, not " + text, e);
    }
  }

  private static String required(Path file, String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(file + ": " + field + " is missing");
    }
    return value;
  }

  private static String text(@Nullable String value, String absent) {
    return value == null || value.isBlank() ? absent : value;
  }

  /** The file as it is written; unknown fields belong to newer agents. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Raw(
      @Nullable String cluster,
      @Nullable RawRegistry registry,
      @Nullable String gitCredentials,
      @Nullable String identityKey,
      @Nullable String dataDir,
      @Nullable String listen,
      @Nullable String auditInterval,
      @Nullable String applier,
      @Nullable String renderWorker,
      @Nullable List<IgnoreRule> ignore,
      @Nullable String plugins,
      @Nullable String planeTls,
      @Nullable String argocdNamespace) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record RawRegistry(
      @Nullable String url,
      @Nullable String branch,
      @Nullable String path,
      @Nullable String pollInterval,
      @Nullable Signatures signatures) {}
}
