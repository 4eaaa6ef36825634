package io.freehold.runtime;

import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus;

/** The Applications in the API server. Blocks; thread safe. */
interface ApplicationStore {
  /**
   * Writes a status.
   *
   * @return whether that is done with, because it was written or the Application is gone; false to
   *     try again later
   */
  boolean writeStatus(ApplicationId id, ApplicationStatus status);

  /**
   * Adds the finalizer that keeps an Application until its objects are gone.
   *
   * @return whether it is there now
   */
  boolean addFinalizer(Application application);

  /**
   * Lets an Application go.
   *
   * @return whether the finalizer is gone now
   */
  boolean removeFinalizer(Application application);
}
