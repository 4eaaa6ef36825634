package io.freehold.kube;

import io.freehold.api.Application;
import io.freehold.api.ApplicationId;

/** Told about the Applications of the cluster, from one thread, in order. */
public interface ApplicationListener {
  /** The Application exists with this content. */
  void changed(Application application);

  /** The Application was deleted. */
  void gone(ApplicationId id);

  /**
   * An Application exists that cannot be read: a field of it has a value it must not have.
   *
   * @param known what can be read of it: metadata, status unless that is the problem, and no spec
   * @param problem the field and what is wrong with it
   */
  void unreadable(Application known, String problem);

  /** A list or relist begins: all Applications that exist are told again before {@link #listed}. */
  void listing();

  /** All Applications that exist have been told since {@link #listing}; others are gone. */
  void listed();
}
