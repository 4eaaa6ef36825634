package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/** The part of {@code ObjectMeta} that Freehold reads from its own kinds; absent text is empty. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Metadata(
    String name,
    String namespace,
    String uid,
    String resourceVersion,
    long generation,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<String> finalizers,
    String deletionTimestamp) {

  public Metadata {
    name = Defaults.text(name);
    namespace = Defaults.text(namespace);
    uid = Defaults.text(uid);
    resourceVersion = Defaults.text(resourceVersion);
    labels = Defaults.map(labels);
    annotations = Defaults.map(annotations);
    finalizers = Defaults.list(finalizers);
    deletionTimestamp = Defaults.text(deletionTimestamp);
  }

  /** Metadata of an object that does not exist yet. */
  public static Metadata named(String namespace, String name) {
    return new Metadata(name, namespace, "", "", 0, Map.of(), Map.of(), List.of(), "");
  }

  /** Whether the API server was asked to delete the object. */
  public boolean deleting() {
    return !deletionTimestamp.isEmpty();
  }
}
