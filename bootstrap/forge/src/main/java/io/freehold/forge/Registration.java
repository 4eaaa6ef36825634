package io.freehold.forge;

/** What came of registering a deploy key. */
public sealed interface Registration {
  /**
   * The forge has the key and says that it can only read.
   *
   * @param key as read back
   * @param created whether it was not there before
   */
  record ReadOnly(DeployKey key, boolean created) implements Registration {}

  /**
   * The forge has the key and says that it can write.
   *
   * @param key as read back
   */
  record Writable(DeployKey key) implements Registration {}

  /**
   * Nobody but a person can register it.
   *
   * @param instructions what to do, with the public key
   */
  record ByHand(String instructions) implements Registration {}
}
