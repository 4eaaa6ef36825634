package io.freehold.kube;

import io.freehold.api.Application;
import io.freehold.api.ApplicationId;

/** Told about the Applications of the cluster, from one thread, in order. */
public interface ApplicationListener {
  /** The Application exists with this content. */
  void changed(Application application);

  /** The Application was deleted. */
  void gone(ApplicationId id);

  /** An Application exists that cannot be read: its fields have types they must not have. */
  void unreadable(ApplicationId id, String reason);

  /** Every Application that exists has been told since the last (re)list; those that were not are gone. */
  void listed();
}
