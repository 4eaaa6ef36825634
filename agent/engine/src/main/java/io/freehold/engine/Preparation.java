package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A render, made ready to be applied, or the reasons why it must not be. */
public sealed interface Preparation permits Desired, Preparation.Refused {
  /** Nothing of a render is applied: some object of it is unusable. */
  record Refused(List<String> problems) implements Preparation {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Marks and orders the objects of a complete render.
   *
   * @param application whose objects they are
   * @param revision commit they were rendered from
   * @param manifests all objects, namespaces filled in
   */
  static Preparation of(ApplicationId application, String revision, List<Manifest> manifests) {
    List<String> problems = new ArrayList<>();
    Map<ObjectRef, Manifest> seen = new HashMap<>();
    List<Prepared> objects = new ArrayList<>(manifests.size());
    List<PreparedHook> hooks = new ArrayList<>();
    List<PreparedHook> deletionHooks = new ArrayList<>();
    Set<ObjectRef> spared = new HashSet<>();
    for (Manifest manifest : manifests) {
      Hook hook = Hook.of(manifest.content());
      boolean nameless = manifest.ref().name().isEmpty();
      Manifest first = nameless ? null : seen.putIfAbsent(manifest.ref(), manifest);
      if (first != null) {
        problems.add(
            "%s is there twice: %s and %s"
                .formatted(manifest.ref(), first.origin(), manifest.origin()));
      } else if (hook.isSkipped() || (hook.isIgnored() && hook.deletionPhases().isEmpty())) {
        spared.add(manifest.ref());
      } else if (nameless && !(hook.isHook() && generatesName(manifest))) {
        problems.add(
            "%s: the %s has no metadata.name".formatted(manifest.origin(), manifest.ref().kind()));
      } else {
        prepare(application, manifest, problems)
            .ifPresent(object -> {
              if (hook.isHook()) {
                hook.phases()
                    .forEach(
                        phase -> hooks.add(new PreparedHook(phase, object, hook.deletePolicies())));
                hook.deletionPhases()
                    .forEach(phase ->
                        deletionHooks.add(new PreparedHook(phase, object, hook.deletePolicies())));
              } else {
                objects.add(object);
              }
            });
      }
    }
    if (!problems.isEmpty()) {
      return new Refused(problems);
    }
    objects.sort(Comparator.comparing(Prepared::order));
    hooks.sort(
        Comparator.comparing(PreparedHook::phase).thenComparing(hook -> hook.object().order()));
    deletionHooks.forEach(hook -> spared.add(hook.object().ref()));
    return new Desired(
        application, revision, digest(objects, hooks), objects, hooks, deletionHooks, spared, true);
  }

  private static boolean generatesName(Manifest manifest) {
    return !manifest.content().path("metadata").path("generateName").asText().isEmpty();
  }

  private static Optional<Prepared> prepare(
      ApplicationId application, Manifest manifest, List<String> problems) {
    int wave;
    try {
      wave = SyncOrder.waveOf(manifest.content());
    } catch (NumberFormatException _) {
      problems.add(
          "%s: the wave of %s is not a whole number".formatted(manifest.origin(), manifest.ref()));
      return Optional.empty();
    }
    JsonNode metadata = manifest.content().path("metadata");
    for (String field : List.of("labels", "annotations")) {
      JsonNode value = metadata.path(field);
      if (!value.isObject() && !value.isMissingNode() && !value.isNull()) {
        problems.add(
            "%s: metadata.%s of %s is not a map"
                .formatted(manifest.origin(), field, manifest.ref()));
        return Optional.empty();
      }
    }
    return Optional.of(
        new Prepared(
            new Manifest(
                manifest.apiVersion(),
                manifest.ref(),
                Marks.marked(manifest, application),
                manifest.origin()),
            application,
            wave));
  }

  private static String digest(List<Prepared> objects, List<PreparedHook> hooks) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Prepared object : objects) {
        digest.update(object.content());
        digest.update((byte) '\n');
      }
      for (PreparedHook hook : hooks) {
        digest.update(hook.phase().text().getBytes(StandardCharsets.UTF_8));
        digest.update(hook.object().content());
        digest.update((byte) '\n');
      }
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
