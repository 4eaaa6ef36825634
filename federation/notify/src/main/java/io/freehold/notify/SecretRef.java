package io.freehold.notify;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Where a secret is, never the secret itself: an environment variable or a file of the plane. One
 * of the two is empty.
 *
 * @param env name of an environment variable, which begins with {@code FREEHOLD_SECRET_}
 * @param file name of a file in the folder {@code FREEHOLD_SECRETS_DIR}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SecretRef(String env, String file) {
  static final SecretRef NONE = new SecretRef("", "");

  public SecretRef {
    env = env == null ? "" : env;
    file = file == null ? "" : file;
  }

  boolean absent() {
    return env.isEmpty() && file.isEmpty();
  }

  /** As it is written in rules. */
  @Override
  public String toString() {
    return env.isEmpty() ? "file " + file : "env " + env;
  }
}
