package io.freehold.engine;

import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that Git wants of one application at one commit, ready to be applied.
 *
 * @param application the application
 * @param revision commit
 * @param digest digest over all objects
 * @param objects the objects in the order in which they are applied, no two for the same ref; hooks
 *     are not among them
 * @param hooks the hooks, each once for each of its phases
 * @param deletionHooks the hooks of its deletion, each once for each of its phases
 * @param spared objects that Git has, but that no sync applies or prunes
 * @param whole whether it is all that Git wants and not a selection, so that what is not in it may
 *     be pruned
 */
public record Desired(
    ApplicationId application,
    String revision,
    String digest,
    List<Prepared> objects,
    List<PreparedHook> hooks,
    List<PreparedHook> deletionHooks,
    Set<ObjectRef> spared,
    boolean whole)
    implements Preparation {
  public Desired {
    objects = List.copyOf(objects);
    hooks = List.copyOf(hooks);
    deletionHooks = List.copyOf(deletionHooks);
    spared = Set.copyOf(spared);
  }

  /** The same objects, found again in another commit. */
  public Desired at(String newRevision) {
    return new Desired(
        application, newRevision, digest, objects, hooks, deletionHooks, spared, whole);
  }

  /** The same objects; no hook runs, and what hooks left is no leftover. */
  public Desired withoutHooks() {
    Set<ObjectRef> kept = new HashSet<>(spared);
    hooks.forEach(hook -> kept.add(hook.object().ref()));
    return new Desired(
        application, revision, digest, objects, List.of(), deletionHooks, kept, whole);
  }

  /** Only some of the objects, as a person may choose: no hook runs and nothing is pruned. */
  public Desired only(Set<ObjectRef> chosen) {
    return new Desired(
        application,
        revision,
        digest,
        objects.stream().filter(object -> chosen.contains(object.ref())).toList(),
        List.of(),
        List.of(),
        Set.of(),
        false);
  }

  /**
   * Only some of the objects: no hook runs. What Git does not have may be pruned, as far as the
   * inventory tells of it.
   */
  public Desired selection(Set<ObjectRef> chosen) {
    Set<ObjectRef> kept = new HashSet<>(spared);
    kept.addAll(refs());
    hooks.forEach(hook -> kept.add(hook.object().ref()));
    return new Desired(
        application,
        revision,
        digest,
        objects.stream().filter(object -> chosen.contains(object.ref())).toList(),
        List.of(),
        List.of(),
        kept,
        true);
  }

  /** Only the hooks of one phase of its deletion. */
  public Desired deletion(SyncPhase phase) {
    return new Desired(
        application,
        revision,
        phase + ":" + digest,
        List.of(),
        deletionHooks.stream().filter(hook -> hook.phase() == phase).toList(),
        List.of(),
        Set.of(),
        false);
  }

  /** Whether it is only about hooks of a deletion. */
  public boolean deletes() {
    return !hooks.isEmpty()
        && hooks.stream().allMatch(hook -> hook.phase().ofDeletion())
        && objects.isEmpty();
  }

  /** Identities of the objects. */
  public Set<ObjectRef> refs() {
    return objects.stream().map(Prepared::ref).collect(Collectors.toUnmodifiableSet());
  }
}
