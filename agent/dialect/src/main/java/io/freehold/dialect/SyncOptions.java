package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of an operation and of an object, which are texts in Argo CD. What the annotation of
 * an object says wins over what the operation says.
 */
public final class SyncOptions {
  private final Set<String> all;

  /** Options of an operation or Application. */
  public SyncOptions(List<String> options) {
    this.all = new HashSet<>(options);
  }

  /** The options in an annotation of an object. */
  public static SyncOptions of(@Nullable JsonNode object) {
    return object == null ? new SyncOptions(List.of()) : of(object, ArgoNames.SYNC_OPTIONS);
  }

  /** The options in another annotation. */
  public static SyncOptions of(JsonNode object, String annotation) {
    String text = object.path("metadata").path("annotations").path(annotation).asText("");
    return new SyncOptions(
        Arrays.stream(text.split(",")).map(String::strip).filter(one -> !one.isEmpty()).toList());
  }

  /** Whether an option stands there with exactly this value, as {@code Prune=false}. */
  public boolean has(String option) {
    return all.contains(option);
  }

  /** The value of an option; empty when it is absent. */
  public String value(String name) {
    return all.stream()
        .filter(option -> option.startsWith(name + "="))
        .map(option -> option.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  /** Whether something is on: an object's own word counts first. */
  public boolean on(String name, SyncOptions object) {
    return object.has(name + "=true") || (has(name + "=true") && !object.has(name + "=false"));
  }

  /** Whether the object may be deleted only after a person agreed. */
  public boolean confirms(String name, SyncOptions object) {
    return decisive(name, object).equals("confirm");
  }

  /** Whether the object may not be deleted. */
  public boolean forbids(String name, SyncOptions object) {
    return decisive(name, object).equals("false");
  }

  private String decisive(String name, SyncOptions object) {
    String own = object.value(name);
    return own.isEmpty() ? value(name) : own;
  }
}
