package io.freehold.ingest;

/** What a record turned out to be. */
sealed interface Reading {
  /** A record that the plane keeps. */
  record Kept(ReportBatch.Item record) implements Reading {}

  /**
   * A record that names another cluster than the one that signed.
   *
   * @param named the other cluster
   */
  record Foreign(String named) implements Reading {}

  /**
   * A record that a collector passed on and that the cluster it names has not signed.
   *
   * @param named the cluster
   */
  record Unproven(String named) implements Reading {}

  /**
   * A record that the plane cannot or will not keep.
   *
   * @param reason why, for the sender
   */
  record Useless(String reason) implements Reading {}
}
