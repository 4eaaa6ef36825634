package io.freehold.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.access.AccessPolicy;
import io.freehold.server.PlaneConfiguration.Changed;
import io.freehold.store.AuditEntry;
import io.freehold.store.AuditTrail;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes down who signed in, who was refused, and who changed what about rights. */
final class AccessAudit {
  private static final int MOST_DECLARED = 1_000;

  private final AuditTrail trail;
  private final InstantSource clock;
  private final Map<String, LocalDate> declared = new ConcurrentHashMap<>();

  AccessAudit(AuditTrail trail, InstantSource clock) {
    this.trail = trail;
    this.clock = clock;
  }

  /** Somebody signed in. */
  void signedIn(Caller.Kind kind, String name, ServerRequest request) {
    add(name, "user", "session.sign-in", kind.toString(), "success", request, nothing());
  }

  /**
   * A sign-in was refused.
   *
   * @param reason why, without anything that was sent
   */
  void refused(Caller.Kind kind, String reason, ServerRequest request) {
    add(
        "",
        "anonymous",
        "session.sign-in",
        kind.toString(),
        "denied",
        request,
        nothing().put("reason", reason));
  }

  /** Somebody did something to sessions or tokens. */
  void did(Caller caller, String action, String object, ServerRequest request, ObjectNode detail) {
    add(caller.name(), type(caller), action, object, "success", request, detail);
  }

  /** Somebody known was refused something. */
  void denied(Caller caller, String action, String object, ServerRequest request) {
    add(caller.name(), type(caller), action, object, "denied", request, nothing());
  }

  /** A token was used for the first time on a day. */
  void used(Caller token, ServerRequest request) {
    add(token.name(), "token", "token.use", token.name(), "success", request, nothing());
  }

  /** A token of the registry was used; each plane tells it once a day. */
  void declaredUsed(Caller token, Instant now, ServerRequest request) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    if (declared.size() > MOST_DECLARED) {
      declared.clear();
    }
    if (!today.equals(declared.put(token.credential(), today))) {
      used(token, request);
    }
  }

  /** The rights changed. */
  void changed(Changed<AccessPolicy> change) {
    trail.append(
        new AuditEntry(
            clock.instant(),
            change.commit().author(),
            "user",
            "configuration.change",
            "plane/access.yaml",
            "",
            change.commit().id(),
            "",
            "success",
            "registry",
            nothing()
                .put("committer", change.commit().committer())
                .put("bindings", change.value().bindings().size())
                .put("tokens", change.value().tokens().size())));
  }

  private void add(
      String actor,
      String type,
      String action,
      String object,
      String result,
      ServerRequest request,
      ObjectNode detail) {
    trail.append(
        new AuditEntry(
            clock.instant(),
            actor,
            type,
            action,
            object,
            "",
            "",
            "",
            result,
            request.remotePeer().host(),
            detail));
  }

  /** What the audit log calls a kind of caller. */
  static String type(Caller caller) {
    return switch (caller.kind()) {
      case ANONYMOUS -> "anonymous";
      case USER, LOCAL -> "user";
      case TOKEN -> "token";
    };
  }

  static ObjectNode nothing() {
    return JsonNodeFactory.instance.objectNode();
  }
}
