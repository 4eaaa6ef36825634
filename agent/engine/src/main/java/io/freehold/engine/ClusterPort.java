package io.freehold.engine;

import io.freehold.api.FieldValidation;
import io.freehold.api.ObjectRef;
import io.freehold.api.Propagation;
import java.util.List;
import java.util.Optional;

/**
 * The cluster, as the engine needs it. Calls block (they are made on virtual threads), may run in
 * parallel, and throw {@link ClusterUnreachableException} when there is no answer; the
 * implementation limits how many are in flight.
 */
public interface ClusterPort {
  /**
   * The same cluster, of which single objects are read, written and deleted in the name of another
   * user, whose rights decide.
   *
   * @param user user name, as {@code system:serviceaccount:team-a:deployer}
   */
  ClusterPort as(String user);

  /**
   * What is known of a kind: empty when the API server does not serve it (after a fresh look when
   * it is unknown).
   */
  Optional<ResourceKind> kind(String apiVersion, String kind);

  /**
   * Server-side apply with field manager {@code freehold}, forced, of exactly the given content.
   *
   * @param validation what becomes of fields that the kind does not have
   */
  ApplyResult apply(Manifest manifest, FieldValidation validation);

  /** As {@link #apply(Manifest, FieldValidation)}, with warnings about unknown fields. */
  default ApplyResult apply(Manifest manifest) {
    return apply(manifest, FieldValidation.WARN);
  }

  /**
   * Writes an object that exists as a whole, so that what others set on it goes; then it is owned
   * as after an apply.
   */
  ApplyResult replace(Manifest manifest, LiveObject live);

  /**
   * After an apply: makes what other tools applied before ours, and applies again, so that what Git
   * does not have goes. Without such tools nothing is asked.
   *
   * @param live the answer to the apply
   */
  ApplyResult takeOver(Manifest manifest, LiveObject live);

  /** What {@link #apply} would answer, with nothing changed: a dry run on the server. */
  ApplyResult preview(Manifest manifest);

  /**
   * Puts associative list items back whose keys somebody changed, which a server-side apply alone
   * cannot: removes the items of {@code live} that collide with the manifest by JSON patch, guarded
   * by the resourceVersion, then applies. Worth a try whenever an apply to an existing object was
   * refused with 422: the complaint is about a duplicate where items have names, and about a
   * missing name where there was only one item. Without a collision it is an apply.
   */
  ApplyResult applyRemovingCollisions(Manifest manifest, LiveObject live);

  /** The object, or empty when there is none. */
  Optional<LiveObject> get(String apiVersion, ObjectRef ref);

  /**
   * Deletes an object.
   *
   * @param uid only this incarnation is deleted
   * @param propagation what becomes of its dependents
   * @return false when it was gone already or is another incarnation
   */
  boolean delete(String apiVersion, ObjectRef ref, String uid, Propagation propagation);

  /** Deletes in the background. */
  default boolean delete(String apiVersion, ObjectRef ref, String uid) {
    return delete(apiVersion, ref, uid, Propagation.BACKGROUND);
  }

  /**
   * Takes a finalizer off an object, if it has it.
   *
   * @return whether it is gone; false when others changed the object again and again meanwhile
   */
  boolean release(String apiVersion, ObjectRef ref, String finalizer);

  /**
   * The kinds, of all that can be listed, watched and deleted, of which at least one object carries
   * the tracking label of any application, or of which that cannot be told. One cheap look at the
   * start of the process; {@link #watch} then tells which objects these are. (A list per
   * application would be one request per kind and application.)
   */
  List<ResourceKind> labelledKinds();

  /**
   * Watches all objects of a kind that carry the tracking label of any application. Opening the
   * same kind twice is one watch. The listener is called from one thread per kind, in order, first
   * once per existing object, and again for every object after a relist.
   */
  void watch(ResourceKind kind, WatchListener listener);

  /**
   * Tells of every change of one object, whoever it belongs to, until it is closed. It is told only
   * that there is news: what is seen has nothing but metadata. A kind that is not served yet is
   * told as {@link WatchListener#failed}, and watched as soon as it is. Does not block.
   */
  Watch watchOne(String apiVersion, ObjectRef ref, WatchListener listener);

  /** Something that is watched until it is closed. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * A served kind.
   *
   * @param apiVersion group and version
   * @param kind kind
   * @param plural name in paths
   * @param namespaced whether its objects live in namespaces
   */
  record ResourceKind(String apiVersion, String kind, String plural, boolean namespaced) {}

  /** Told about objects of one kind. */
  interface WatchListener {
    /** The object exists with this content. */
    void seen(LiveObject live);

    /** The object was deleted, or lost the tracking label: look before acting. */
    void gone(ObjectRef ref);

    /** As {@link #gone(ObjectRef)}, with the last content of the object. */
    default void gone(LiveObject last) {
      gone(last.ref());
    }

    /**
     * A list or relist begins: all objects that exist are {@link #seen} again before {@link
     * #listed}. What was seen before it began says nothing any more.
     */
    void listing();

    /** All objects that exist have been seen since {@link #listing}; others are gone. */
    void listed();

    /**
     * The kind cannot be listed or watched now; that is tried again.
     *
     * @param why for people
     */
    default void failed(String why) {}
  }
}
