package io.freehold.runtime;

import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.ApplicationStatus.Operation;
import io.freehold.api.ObjectRef;
import io.freehold.api.ObjectResult;
import io.freehold.engine.ContainerImages;
import io.freehold.engine.Prepared;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What one sync did to objects, or would do. Owned by the application's actor. */
final class ResultBook {
  static final String CREATED = "Created";
  static final String UPDATED = "Updated";
  static final String UNCHANGED = "Unchanged";
  static final String PRUNED = "Pruned";
  static final String REFUSED = "Refused";

  private final Map<ObjectRef, ObjectResult> results = new LinkedHashMap<>();
  private final NavigableSet<String> images = new TreeSet<>();

  /** An object was written, or refused. */
  void wrote(Prepared object, WriteOutcome outcome) {
    switch (outcome) {
      case WriteOutcome.Written written -> {
        String change =
            switch (written.change()) {
              case CREATED -> CREATED;
              case UPDATED -> UPDATED;
              case UNCHANGED -> UNCHANGED;
            };
        note(object.ref(), change, "");
        if (!change.equals(UNCHANGED) && images.size() < HistoryEntry.CHANGES_LIMIT) {
          ContainerImages.of(object.manifest().content().path("spec"), images::add);
        }
      }
      case WriteOutcome.NotWritten refused ->
          note(object.ref(), REFUSED, refused.rejection().message());
    }
  }

  /** Something was found out about an object; the newest counts. */
  void note(ObjectRef ref, String change, String message) {
    results.put(ref, ObjectResult.of(ref, change, message));
  }

  /** Whether it says something about an object. */
  boolean tells(ObjectRef ref) {
    return results.containsKey(ref);
  }

  /** As many as a status keeps, those that changed something first. */
  List<ObjectResult> results() {
    return Stream.concat(
            results.values().stream().filter(ResultBook::changed),
            results.values().stream().filter(result -> !changed(result)))
        .limit(Operation.RESULTS_LIMIT)
        .toList();
  }

  /** As many of those that changed something as a history keeps. */
  List<ObjectResult> changes() {
    return results.values().stream()
        .filter(ResultBook::changed)
        .limit(HistoryEntry.CHANGES_LIMIT)
        .toList();
  }

  /** Container images of what was created or changed. */
  List<String> images() {
    return images.stream().limit(HistoryEntry.CHANGES_LIMIT).toList();
  }

  private static boolean changed(ObjectResult result) {
    return !result.change().equals(UNCHANGED);
  }
}
