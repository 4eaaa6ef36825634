package io.freehold.runtime;

/**
 * In whose name an application's objects are written at the moment. Set by its actor, read by its
 * writes.
 */
final class Account {
  private volatile String user = "";

  /** The user; empty for the cluster's applier. */
  String user() {
    return user;
  }

  void become(String newUser) {
    user = newUser;
  }
}
