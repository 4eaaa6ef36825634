package io.freehold.suites;

import io.freehold.yaml.MapValue;

/** One kind of cases. */
interface Suite {
  /** The name that cases and the command line use. */
  String name();

  /**
   * Answers a case.
   *
   * @param input the case
   * @return the fields of the answer, without {@code id}
   * @throws RuntimeException when what the case asks for fails; the message becomes {@code error}
   */
  MapValue answer(MapValue input);
}
