package io.freehold.ingest;

import java.security.PublicKey;
import java.util.List;

/** The clusters that may report and their keys, as the registry says. */
@FunctionalInterface
public interface ClusterKeys {
  /** Keys of a cluster; empty when the registry does not name it. */
  List<PublicKey> keys(String cluster);
}
