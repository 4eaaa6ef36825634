package io.freehold.ingest;

import java.security.PublicKey;
import java.util.List;

/** The clusters that may report and their keys, as the registry says. */
public interface ClusterKeys {
  /** Keys of a cluster as known now; empty when the registry does not name it. */
  List<PublicKey> keys(String cluster);

  /**
   * Keys of a cluster after another look at the registry, because those known now do not fit: a
   * commit may have brought others a moment ago. May wait for some seconds, and may decline to
   * look.
   *
   * @param cluster claimed by somebody who could not prove it
   * @param peer address of who claims it
   */
  List<PublicKey> newerKeys(String cluster, String peer);
}
