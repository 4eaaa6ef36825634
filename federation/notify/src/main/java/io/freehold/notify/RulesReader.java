package io.freehold.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freehold.api.ApiGroup;
import io.freehold.api.Durations;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads rules. All files together are the rules: what one names may stand in another. */
public final class RulesReader {
  /** The kind of the files. */
  public static final String KIND = "Notifications";

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
  private static final Duration DIGEST = Duration.ofSeconds(10);
  private static final Duration LONGEST_DIGEST = Duration.ofHours(1);
  private static final int MOST = 500;

  private final Map<String, Target> targets = new TreeMap<>();
  private final Map<String, NotificationsFile.TriggerEntry> triggers = new LinkedHashMap<>();
  private final Map<String, String> triggerFiles = new TreeMap<>();
  private final Map<String, String> subscriptionFiles = new TreeMap<>();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<Silence> silences = new ArrayList<>();

  private RulesReader() {}

  /**
   * Reads files.
   *
   * @param files content by path, for messages
   * @throws RuleException when something in them cannot be used; nothing of them is used then
   */
  public static Rules read(Map<String, byte[]> files) {
    var reader = new RulesReader();
    Defaults.triggers().forEach(trigger -> reader.triggers.put(trigger.name(), trigger));
    var sorted = new TreeMap<>(files);
    List<String> digests = new ArrayList<>();
    sorted.forEach((file, bytes) -> {
      reader.file(file, parse(file, bytes));
      digests.add(Digests.of(file, new String(bytes, java.nio.charset.StandardCharsets.UTF_8)));
    });
    Map<String, Trigger> compiled = new TreeMap<>();
    reader.triggers.forEach((name, entry) ->
        compiled.put(
            name, reader.compile(reader.triggerFiles.getOrDefault(name, "defaults"), entry)));
    reader.check(compiled);
    return new Rules(
        reader.targets,
        compiled,
        reader.subscriptions,
        reader.silences,
        Digests.of(digests.toArray(String[]::new)));
  }

  private static List<NotificationsFile> parse(String file, byte[] bytes) {
    List<NotificationsFile> found = new ArrayList<>();
    try {
      for (Document document : Yaml.parse(file, bytes, Schema.KUBERNETES)) {
        if (!document.isEmpty()) {
          found.add(JSON.readValue(Json.bytes(document.root()), NotificationsFile.class));
        }
      }
    } catch (YamlException e) {
      throw new RuleException(String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      throw new RuleException(file + ": " + problem(e));
    } catch (java.io.IOException _) {
      throw new RuleException(file + ": cannot be read");
    }
    for (NotificationsFile one : found) {
      if (!ApiGroup.API_VERSION.equals(one.apiVersion()) || !KIND.equals(one.kind())) {
        throw new RuleException(
            file + " must hold objects of kind " + KIND + " of " + ApiGroup.API_VERSION);
      }
    }
    return found;
  }

  /** What is wrong and where, in the words of the file. */
  static String problem(JsonProcessingException e) {
    String where =
        e instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(step ->
                    step.getFieldName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getFieldName())
                .collect(Collectors.joining())
            : "";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof RuleException) {
        return where + ": " + cause.getMessage();
      }
    }
    return e instanceof UnrecognizedPropertyException
        ? where + " is no field that is known"
        : where + " has a value of another kind than it must have";
  }

  private void file(String file, List<NotificationsFile> documents) {
    for (NotificationsFile document : documents) {
      NotificationsFile.Spec spec = document.spec();
      if (spec.targets().size() > MOST
          || spec.triggers().size() > MOST
          || spec.subscriptions().size() > MOST
          || spec.silences().size() > MOST) {
        throw new RuleException(file + ": lists have at most " + MOST + " items");
      }
      for (int i = 0; i < spec.targets().size(); i++) {
        var entry = spec.targets().get(i);
        at(file, "targets", i, () -> add(TargetReader.read(entry)));
      }
      for (int i = 0; i < spec.triggers().size(); i++) {
        var entry = spec.triggers().get(i);
        at(file, "triggers", i, () -> add(file, entry));
      }
      for (int i = 0; i < spec.subscriptions().size(); i++) {
        var entry = spec.subscriptions().get(i);
        at(file, "subscriptions", i, () -> add(file, entry));
      }
      for (int i = 0; i < spec.silences().size(); i++) {
        var entry = spec.silences().get(i);
        String id = file + "#" + i;
        at(file, "silences", i, () -> silences.add(silence(id, entry)));
      }
    }
  }

  private static void at(String file, String list, int index, Runnable work) {
    try {
      work.run();
    } catch (RuleException e) {
      throw new RuleException("%s: spec.%s[%d]: %s".formatted(file, list, index, e.getMessage()));
    }
  }

  private void add(Target target) {
    if (targets.putIfAbsent(target.name(), target) != null) {
      throw new RuleException("there are two targets " + target.name());
    }
  }

  private void add(String file, NotificationsFile.TriggerEntry entry) {
    String name = name(entry.name());
    if (triggerFiles.putIfAbsent(name, file) != null) {
      throw new RuleException("there are two triggers " + name);
    }
    triggers.put(name, entry);
  }

  private void add(String file, NotificationsFile.SubscriptionEntry entry) {
    if (entry.targets().isEmpty()) {
      throw new RuleException("targets must name somebody to tell");
    }
    Duration digest = DIGEST;
    if (!entry.digest().isEmpty()) {
      try {
        digest = entry.digest().equals("0") ? Duration.ZERO : Durations.parse(entry.digest());
      } catch (IllegalArgumentException e) {
        throw new RuleException("digest " + e.getMessage());
      }
      if (digest.compareTo(LONGEST_DIGEST) > 0) {
        throw new RuleException("digest must be at most 1h");
      }
    }
    String name =
        entry.name().isEmpty() ? "subscription-" + (subscriptions.size() + 1) : name(entry.name());
    if (subscriptions.stream().anyMatch(one -> one.name().equals(name))) {
      throw new RuleException("there are two subscriptions " + name);
    }
    subscriptionFiles.put(name, file);
    subscriptions.add(
        new Subscription(
            name,
            entry.targets(),
            new Matchers(
                entry.triggers(),
                entry.labels(),
                entry.clusters(),
                entry.projects(),
                entry.applications()),
            digest));
  }

  private static Silence silence(String id, NotificationsFile.SilenceEntry entry) {
    return new Silence(
        id,
        new Matchers(
            entry.triggers(),
            entry.labels(),
            entry.clusters(),
            entry.projects(),
            entry.applications()),
        time(entry.until()),
        entry.author(),
        entry.reason());
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      throw new RuleException("until must be a time such as 2026-11-21T08:00:00Z");
    }
  }

  private Trigger compile(String file, NotificationsFile.TriggerEntry entry) {
    try {
      Subject subject =
          switch (entry.watches()) {
            case "", "application" -> Subject.APPLICATION;
            case "cluster" -> Subject.CLUSTER;
            default -> throw new RuleException("watches must be application or cluster");
          };
      if (entry.when().isEmpty() || entry.title().isEmpty()) {
        throw new RuleException("when and title must say something");
      }
      return new Trigger(
          entry.name(),
          subject,
          Expression.condition(entry.when(), subject),
          optional(entry.until()).map(text -> Expression.condition(text, subject)),
          optional(entry.oncePer())
              .map(text -> Expression.value(text, subject, Expression.OF_TRIGGERS)),
          severity(entry.severity()),
          Template.parse(entry.title(), subject),
          Template.parse(entry.text(), subject),
          Template.parse(
              entry.over().isEmpty() ? "Over: " + entry.title() : entry.over(), subject));
    } catch (RuleException e) {
      throw new RuleException(file + ": trigger " + entry.name() + ": " + e.getMessage());
    }
  }

  private void check(Map<String, Trigger> compiled) {
    for (Subscription subscription : subscriptions) {
      for (String target : subscription.targets()) {
        if (!targets.containsKey(target)) {
          throw new RuleException(
              "%s: subscription %s names the target %s, which there is not"
                  .formatted(
                      subscriptionFiles.get(subscription.name()), subscription.name(), target));
        }
      }
      for (String pattern : subscription.about().triggers()) {
        if (compiled.keySet().stream().noneMatch(name -> Matchers.matches(pattern, name))) {
          throw new RuleException(
              "%s: subscription %s names the trigger %s, which there is not; there are %s"
                  .formatted(
                      subscriptionFiles.get(subscription.name()),
                      subscription.name(),
                      pattern,
                      String.join(", ", compiled.keySet())));
        }
      }
    }
  }

  private static Severity severity(String text) {
    try {
      return text.isEmpty() ? Severity.WARNING : Severity.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw new RuleException("severity must be critical, error, warning or info");
    }
  }

  static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new RuleException("name must be of lower case letters, digits, dots and dashes");
    }
    return text;
  }

  private static Optional<String> optional(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
