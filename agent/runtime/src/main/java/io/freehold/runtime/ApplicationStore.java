package io.freehold.runtime;

import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.TakenOperation;

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

  /**
   * Moves a request from where people write it to where it is kept until it has ended, in one
   * write.
   *
   * @param asked the Application as it was read
   * @return why that was not done, empty when it was
   */
  String takeRequest(Application asked, TakenOperation taken);

  /**
   * Takes a request off that has ended.
   *
   * @param kept what it says where it is kept
   * @return why that was not done, empty when it was
   */
  String endRequest(ApplicationId id, String kept);

  /**
   * Takes off that somebody wants the running operation to end.
   *
   * @return why that was not done, empty when it was
   */
  String endTermination(ApplicationId id, String value);
}
