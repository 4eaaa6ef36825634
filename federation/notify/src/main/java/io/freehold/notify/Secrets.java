package io.freehold.notify;

import java.util.Optional;

/** Reads secrets that rules name. */
@FunctionalInterface
public interface Secrets {
  /** The secret without white space at its ends; empty when there is none. */
  Optional<String> read(SecretRef reference);
}
