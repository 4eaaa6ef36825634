package io.freehold.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A journal entry, whoever tells of it.
 *
 * @param sequence its number in the cluster
 * @param application {@code namespace/name}
 * @param kind {@code sync}, {@code drift} or {@code note}
 * @param at when
 * @param message the sentence for people
 * @param detail the ended sync, or the drift
 */
record Told(
    long sequence, String application, String kind, String at, String message, JsonNode detail) {

  /** An entry as the agent keeps it. */
  static Told byAgent(long sequence, JsonNode entry) {
    return of(
        sequence, entry.path("namespace").asText() + "/" + entry.path("name").asText(), entry);
  }

  /** Every entry of a cluster's applications that the plane shows, as often as it shows it. */
  static List<Told> byPlane(Fleet fleet, String cluster) {
    List<Told> all = new ArrayList<>();
    for (String application : fleet.applications(cluster)) {
      String path = "/api/v1/applications/%s/%s/history?limit=500".formatted(cluster, application);
      JsonNode page = fleet.plane(path);
      if (page.has("next")) {
        throw new AssertionError("more than one page: " + path);
      }
      for (JsonNode item : page.path("items")) {
        all.add(of(item.path("sequence").asLong(), application, item));
      }
    }
    all.sort(Comparator.comparingLong(Told::sequence));
    return all;
  }

  private static Told of(long sequence, String application, JsonNode entry) {
    String kind = entry.path("kind").asText();
    return new Told(
        sequence,
        application,
        kind,
        entry.path("at").asText(),
        entry.path("message").asText(),
        entry.path(kind));
  }
}
