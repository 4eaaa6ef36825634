package io.freehold.conformance.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is in a cluster, without what differs between two ways that lead to the same: times, ids and
 * counts.
 */
final class ClusterPicture {
  private static final List<String> KINDS =
      List.of(
          "/api/v1/namespaces/%s/configmaps",
          "/api/v1/namespaces/%s/secrets",
          "/apis/apps/v1/namespaces/%s/deployments",
          "/apis/batch/v1/namespaces/%s/jobs");
  private static final Pattern OPERATION = Pattern.compile("[0-9a-f]{7}-\\d{13}-");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern GENERATED = Pattern.compile("[0-9a-f]{7}-[a-z]+-\\d{10}");
  private static final Pattern COUNTS =
      Pattern.compile(
          "objects: \\d+ created, \\d+ changed, \\d+ as wanted, \\d+ pruned(, \\d+ failed)?");
  private static final List<String> SERVER_FIELDS =
      List.of("managedFields", "resourceVersion", "uid", "generation", "creationTimestamp");

  private ClusterPicture() {}

  /**
   * Each object by its path, and each Application with its status.
   *
   * @param head commit that all of them are to be at
   */
  static Map<String, String> of(Api api, List<String> namespaces, String head) {
    Map<String, String> picture = new TreeMap<>();
    for (String namespace : namespaces) {
      for (String kind : KINDS) {
        String collection = kind.formatted(namespace);
        for (JsonNode object : api.get(collection).path("items")) {
          String name = object.at("/metadata/name").asText();
          if (!name.equals("kube-root-ca.crt")) {
            picture.put(collection + "/" + name, object(object));
          }
        }
      }
    }
    String applications = "/apis/freehold.io/v1/namespaces/freehold-system/applications";
    for (JsonNode application : api.get(applications).path("items")) {
      String name = application.at("/metadata/name").asText();
      picture.put(name + " spec", object(application));
      picture.put(name + " status", status(application.path("status"), head));
    }
    return picture;
  }

  /** What differs between two pictures, line by line; empty when nothing does. */
  static List<String> differences(Map<String, String> expected, Map<String, String> actual) {
    Set<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    List<String> lines = new ArrayList<>();
    for (String key : keys) {
      List<String> wanted = expected.getOrDefault(key, "nothing").lines().toList();
      List<String> found = actual.getOrDefault(key, "nothing").lines().toList();
      wanted.stream()
          .filter(line -> !found.contains(line))
          .forEach(line -> lines.add(key + " lacks " + line));
      found.stream()
          .filter(line -> !wanted.contains(line))
          .forEach(line -> lines.add(key + " has " + line));
    }
    return lines;
  }

  private static String object(JsonNode object) {
    String uid = object.at("/metadata/uid").asText();
    ObjectNode own = object.deepCopy();
    own.remove("status");
    own.withObjectProperty("metadata").remove(SERVER_FIELDS);
    return OPERATION.matcher(own.toString().replace(uid, "UID")).replaceAll("ID-");
  }

  private static String status(JsonNode status, String head) {
    StringBuilder text = new StringBuilder();
    for (String field :
        List.of(
            "/sync",
            "/health",
            "/comparedRevision",
            "/operation/phase",
            "/operation/message",
            "/operation/revision",
            "/operation/attempt",
            "/operation/hooks",
            "/history/0/phase",
            "/history/0/message",
            "/history/0/revision",
            "/summary/objects",
            "/summary/synced",
            "/summary/healthy",
            "/differences")) {
      text.append(field).append(' ').append(status.at(field)).append('\n');
    }
    for (JsonNode condition : status.path("conditions")) {
      text.append(condition.path("type").asText())
          .append(' ')
          .append(condition.path("status").asText())
          .append(' ')
          .append(condition.path("reason").asText())
          .append(' ')
          .append(condition.path("message").asText())
          .append('\n');
    }
    // What stays at the commit before is at another one in each round.
    String told = COMMIT.matcher(text.toString().replace(head, "HEAD")).replaceAll("BEFORE");
    return COUNTS.matcher(GENERATED.matcher(told).replaceAll("GENERATED")).replaceAll("objects");
  }
}
