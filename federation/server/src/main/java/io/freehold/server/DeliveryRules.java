package io.freehold.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.Durations;
import io.freehold.server.PlaneConfiguration.BrokenException;
import io.freehold.store.AuditEntry;
import io.freehold.store.AuditTrail;
import io.freehold.store.ConfigurationTable;
import io.freehold.store.Database;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How delivery is measured: the registry's {@code plane/delivery.yaml}, or what is usual.
 *
 * @param environmentLabel label of clusters that says their environment
 * @param failureWindow an application that is degraded so soon after a deployment has failed it
 * @param reverts patterns of the subjects of commits that take others back; {@code *} is any text
 * @param hotfixes patterns of the subjects of commits that repair in a hurry
 */
record DeliveryRules(
    String environmentLabel, Duration failureWindow, List<String> reverts, List<String> hotfixes) {
  /** Where it is in the registry. */
  static final String FILE = "plane/delivery.yaml";

  /** Without a file. */
  static final DeliveryRules USUAL =
      new DeliveryRules("env", Duration.ofMinutes(30), List.of("Revert *"), List.of("*hotfix*"));

  private static final String PART = "delivery";
  private static final String KIND = "Delivery";
  private static final int MOST_PATTERNS = 50;
  private static final int MOST_PATTERN = 100;
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  DeliveryRules {
    reverts = List.copyOf(reverts);
    hotfixes = List.copyOf(hotfixes);
  }

  /** The rules as a part of the plane's configuration; changes of them are audited. */
  static PlaneConfiguration<DeliveryRules> configuration(
      Database database, AuditTrail audit, InstantSource clock) {
    var rules =
        new PlaneConfiguration<DeliveryRules>(
            PART, FILE::equals, DeliveryRules::read, new ConfigurationTable(database));
    rules.whenChanged(changed ->
        audit.append(
            new AuditEntry(
                clock.instant(),
                changed.commit().author(),
                "author",
                "configuration.change",
                PART,
                "",
                changed.commit().id(),
                "",
                "success",
                FILE,
                MissingNode.getInstance())));
    return rules;
  }

  /** Whether a subject is that of a commit that takes another back. */
  boolean reverts(String subject) {
    return fits(reverts, subject);
  }

  /** Whether a subject is that of a commit that nobody had planned. */
  boolean unplanned(String subject) {
    return reverts(subject) || fits(hotfixes, subject);
  }

  /**
   * Reads the file.
   *
   * @param files the file, or none
   * @throws BrokenException when it cannot be used; the message names file and field
   */
  static DeliveryRules read(Map<String, byte[]> files) throws BrokenException {
    byte[] bytes = files.get(FILE);
    if (bytes == null) {
      return USUAL;
    }
    File file = parse(bytes);
    if (!ApiGroup.API_VERSION.equals(file.apiVersion()) || !KIND.equals(file.kind())) {
      throw new BrokenException(FILE + " must hold a " + KIND + " of " + ApiGroup.API_VERSION);
    }
    Spec spec = file.spec() == null ? new Spec(null, null, null, null) : file.spec();
    return new DeliveryRules(
        spec.environmentLabel() == null ? USUAL.environmentLabel : spec.environmentLabel(),
        window(spec.failureWindow()),
        patterns("reverts", spec.reverts(), USUAL.reverts),
        patterns("hotfixes", spec.hotfixes(), USUAL.hotfixes));
  }

  private static File parse(byte[] bytes) throws BrokenException {
    try {
      List<Document> documents =
          Yaml.parse(FILE, bytes, Schema.KUBERNETES).stream()
              .filter(document -> !document.isEmpty())
              .toList();
      if (documents.size() != 1) {
        throw new BrokenException(FILE + " must hold exactly one object");
      }
      return JSON.readValue(Json.bytes(documents.getFirst().root()), File.class);
    } catch (YamlException e) {
      throw new BrokenException(String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      throw new BrokenException(FILE + " is no " + KIND + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BrokenException(FILE + " is no " + KIND + ": " + e.getMessage());
    }
  }

  private static Duration window(@Nullable String text) throws BrokenException {
    if (text == null) {
      return USUAL.failureWindow;
    }
    try {
      Duration window = Durations.parse(text);
      if (window.isPositive() && window.compareTo(LONGEST) <= 0) {
        return window;
      }
    } catch (IllegalArgumentException _) {
      // Reported below.
    }
    throw new BrokenException(
        FILE + ": spec.failureWindow must be a duration such as 30m, at most seven days");
  }

  private static List<String> patterns(
      String field, @Nullable List<String> patterns, List<String> usual) throws BrokenException {
    if (patterns == null) {
      return usual;
    }
    if (patterns.size() > MOST_PATTERNS
        || patterns.stream().anyMatch(one -> one.isBlank() || one.length() > MOST_PATTERN)) {
      throw new BrokenException(
          FILE
              + ": spec."
              + field
              + " must be at most "
              + MOST_PATTERNS
              + " texts of at most "
              + MOST_PATTERN
              + " characters");
    }
    return patterns;
  }

  private static boolean fits(List<String> patterns, String subject) {
    String lower = subject.toLowerCase(Locale.ROOT);
    return patterns.stream().anyMatch(pattern -> fits(pattern.toLowerCase(Locale.ROOT), lower));
  }

  /** Reluctant parts in the order of the pattern: never more work than the texts are long. */
  private static boolean fits(String pattern, String subject) {
    List<String> parts = List.of(pattern.split("\\*", -1));
    if (parts.size() == 1) {
      return subject.equals(pattern);
    }
    if (!subject.startsWith(parts.getFirst())) {
      return false;
    }
    int at = parts.getFirst().length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      int found = subject.indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length();
    }
    return subject.length() - parts.getLast().length() >= at && subject.endsWith(parts.getLast());
  }

  private record File(
      @Nullable String apiVersion,
      @Nullable String kind,
      @Nullable JsonNode metadata,
      @Nullable Spec spec) {}

  private record Spec(
      @Nullable String environmentLabel,
      @Nullable String failureWindow,
      @Nullable List<String> reverts,
      @Nullable List<String> hotfixes) {}
}
