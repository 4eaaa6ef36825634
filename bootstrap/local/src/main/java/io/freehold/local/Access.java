package io.freehold.local;

/** What a key may do with a repository. */
enum Access {
  /**
   * As a forge that does not tell strangers which repositories exist: also the answer for absent
   * ones.
   */
  NOT_FOUND,
  READ,
  WRITE
}
