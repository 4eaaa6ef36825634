package io.freehold.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.engine.ClusterUnreachableException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** One Lease of {@code coordination.k8s.io/v1}, read and written in the agent's own name. */
public final class Leases {
  // MicroTime: exactly six digits of a second.
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  private final ApiServer server;
  private final String namespace;
  private final String name;
  private final Clock clock;

  Leases(ApiServer server, String namespace, String name, Clock clock) {
    this.server = server;
    this.namespace = namespace;
    this.name = name;
    this.clock = clock;
  }

  /**
   * What the Lease says now.
   *
   * @throws ClusterUnreachableException when it cannot be read
   */
  public LeaseState read() {
    Answer answer = server.read(path(), ApiServer.JSON);
    if (answer.status() == NOT_FOUND) {
      return LeaseState.NONE;
    }
    if (!answer.ok()) {
      throw new ClusterUnreachableException("cannot read the lease: " + answer.failure());
    }
    return state(answer.json());
  }

  /**
   * Writes who holds the Lease from now on, unless somebody else wrote since it was read.
   *
   * @param known what was read last
   * @param holder new holder, empty to release it
   * @param duration how long it is valid from now on
   * @return what it says afterwards; its holder is somebody else when they were faster
   * @throws ClusterUnreachableException when it cannot be told whether it was written
   */
  public LeaseState write(LeaseState known, String holder, Duration duration) {
    boolean create = known.resourceVersion().isEmpty();
    boolean handover = !holder.equals(known.holder());
    Instant now = clock.instant();
    ObjectNode lease = Json.MAPPER.createObjectNode();
    lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata = lease.putObject("metadata").put("namespace", namespace).put("name", name);
    if (!create) {
      metadata.put("resourceVersion", known.resourceVersion());
    }
    lease
        .putObject("spec")
        .put("holderIdentity", holder)
        .put("leaseDurationSeconds", Math.max(1, duration.toSeconds()))
        .put("leaseTransitions", known.transitions() + (handover && !create ? 1 : 0))
        .put("renewTime", MICRO_TIME.format(now))
        .put("acquireTime", MICRO_TIME.format(now));
    Answer answer =
        server.write(
            new Write(
                create ? "POST" : "PUT",
                create ? path().substring(0, path().lastIndexOf('/')) : path(),
                ApiServer.JSON,
                lease.toString().getBytes(StandardCharsets.UTF_8),
                new Actor.Agent()));
    if (answer.status() == CONFLICT || answer.status() == NOT_FOUND) {
      return read();
    }
    if (!answer.ok()) {
      throw new ClusterUnreachableException("cannot write the lease: " + answer.failure());
    }
    return state(answer.json());
  }

  private String path() {
    return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases/" + name;
  }

  private static LeaseState state(JsonNode lease) {
    JsonNode spec = lease.path("spec");
    return new LeaseState(
        spec.path("holderIdentity").asText(""),
        Duration.ofSeconds(spec.path("leaseDurationSeconds").asLong()),
        spec.path("leaseTransitions").asInt(),
        lease.path("metadata").path("resourceVersion").asText(""));
  }
}
