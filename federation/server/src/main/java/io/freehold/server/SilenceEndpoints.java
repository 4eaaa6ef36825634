package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.access.Role;
import io.freehold.notify.Matchers;
import io.freehold.notify.RuleException;
import io.freehold.notify.Silence;
import io.freehold.notify.Stored;
import io.freehold.store.RegisteredCluster;
import io.freehold.store.RegistryTable;
import io.freehold.store.Scope;
import io.freehold.store.SilenceTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lets operators silence what they answer for. A silence keeps the plane from telling people
 * something; nothing of it reaches a cluster.
 */
final class SilenceEndpoints {
  private static final String PATH = "/api/v1/notifications/silences";
  private static final Duration LONGEST = Duration.ofDays(90);
  private static final Set<String> LISTS =
      Set.of("triggers", "clusters", "projects", "applications");

  private final SilenceTable silences;
  private final RegistryTable registry;
  private final AccessAudit audit;
  private final InstantSource clock;

  SilenceEndpoints(
      SilenceTable silences, RegistryTable registry, AccessAudit audit, InstantSource clock) {
    this.silences = silences;
    this.registry = registry;
    this.audit = audit;
    this.clock = clock;
  }

  List<Endpoint> all() {
    return List.of(
        new Endpoint(
                "createSilence",
                PATH,
                "Keeps the plane from telling something until a time, for operators of all of it.",
                List.of(),
                NotificationViews.silenceSchema(),
                this::create)
            .needing(Role.OPERATOR)
            .taking(wanted()),
        new Endpoint(
                "endSilence",
                PATH + "/{silence}/end",
                "Ends a silence that was made here; those of the registry end there.",
                List.of(),
                Schemas.object(Map.of("ended", Schemas.text("Its id."))),
                this::end)
            .needing(Role.OPERATOR)
            .taking(AccountSchemas.nothing()));
  }

  private JsonNode create(Call call) {
    ObjectNode body = call.body();
    Matchers about = about(body);
    Instant now = clock.instant();
    Silence silence;
    try {
      silence =
          new Silence(
              UUID.randomUUID().toString(),
              about,
              until(body, now),
              call.caller().name(),
              body.path("reason").asText());
    } catch (RuleException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()));
    }
    require(call, about, "silence.create");
    silences.add(
        new SilenceTable.Row(
            silence.id(), Stored.write(about), silence.until(), silence.author(), silence.reason()),
        now);
    audit.did(
        call.caller(),
        "silence.create",
        silence.id(),
        call.request(),
        AccessAudit.nothing()
            .put("about", Stored.write(about))
            .put("until", silence.until().toString())
            .put("reason", silence.reason()));
    return NotificationViews.silence(silence, false, now);
  }

  private JsonNode end(Call call) {
    String id = call.path("silence");
    Instant now = clock.instant();
    SilenceTable.Row row =
        silences.open(now).stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new NotFoundException("There is no such silence."));
    require(call, Stored.matchers(row.about()), "silence.end");
    if (silences.end(id, now)) {
      audit.did(call.caller(), "silence.end", id, call.request(), AccessAudit.nothing());
    }
    return JsonNodeFactory.instance.objectNode().put("ended", id);
  }

  /** Whoever does not answer for the whole fleet must name clusters, and answer for all of them. */
  private void require(Call call, Matchers about, String action) {
    Scope scope = call.caller().rights().scope(Role.OPERATOR);
    if (scope.everything()) {
      return;
    }
    Map<String, RegisteredCluster> known =
        registry.clusters().stream()
            .collect(Collectors.toMap(RegisteredCluster::name, Function.identity()));
    boolean allowed =
        !about.clusters().isEmpty()
            && about.clusters().stream()
                .allMatch(name -> {
                  RegisteredCluster cluster = known.get(name);
                  return cluster != null && covers(scope, cluster, about.projects());
                });
    if (!allowed) {
      audit.denied(call.caller(), action, "", call.request());
      throw RefusedException.forbidden(
          "Name clusters, and projects where you have only some, of which you are an operator.");
    }
  }

  private static boolean covers(Scope scope, RegisteredCluster cluster, List<String> projects) {
    return scope.seesAllOf(cluster.name(), cluster.labels())
        || (!projects.isEmpty()
            && projects.stream()
                .allMatch(project -> scope.sees(cluster.name(), cluster.labels(), project)));
  }

  private static Matchers about(ObjectNode body) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    Map<String, String> labels = new LinkedHashMap<>();
    for (var field : body.properties()) {
      if (LISTS.contains(field.getKey())) {
        lists.put(field.getKey(), texts(field.getKey(), field.getValue()));
      } else if (field.getKey().equals("labels")) {
        field
            .getValue()
            .properties()
            .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      } else if (!field.getKey().equals("until") && !field.getKey().equals("reason")) {
        throw new BadRequestException("a silence has no field " + field.getKey());
      }
    }
    try {
      return new Matchers(
          lists.getOrDefault("triggers", List.of()),
          labels,
          lists.getOrDefault("clusters", List.of()),
          lists.getOrDefault("projects", List.of()),
          lists.getOrDefault("applications", List.of()));
    } catch (RuleException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> texts(String field, JsonNode value) {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : value) {
      if (!one.isTextual() || one.textValue().isEmpty() || one.textValue().indexOf(0) >= 0) {
        throw new BadRequestException(field + " must be a list of texts");
      }
      texts.add(one.textValue());
    }
    if (!value.isArray()) {
      throw new BadRequestException(field + " must be a list of texts");
    }
    return texts;
  }

  private static Instant until(ObjectNode body, Instant now) {
    try {
      Instant until = OffsetDateTime.parse(body.path("until").asText()).toInstant();
      if (until.isAfter(now) && !until.isAfter(now.plus(LONGEST))) {
        return until;
      }
    } catch (DateTimeParseException _) {
      // Reported below.
    }
    throw new BadRequestException(
        "until must be a time within the next 90 days, such as 2026-11-21T08:00:00Z");
  }

  private static ObjectNode wanted() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("until", Schemas.time("When it ends, at most 90 days from now."));
    fields.put("reason", Schemas.text("Why."));
    fields.put("labels", Schemas.texts("Labels of clusters, all of which fit."));
    for (String list : LISTS.stream().sorted().toList()) {
      fields.put(list, Schemas.list(Schemas.text("A name; * stands for any text.")));
    }
    ObjectNode schema = Schemas.object(fields);
    schema.putArray("required").add("until").add("reason");
    return schema;
  }
}
