package io.freehold.ingest;

/** Who sends a request. */
sealed interface Sender {
  /** Transport of the request, {@code http} or {@code grpc}. */
  String transport();

  /** Address. */
  String peer();

  /** What rates and shares are counted under. */
  String account();

  /**
   * A cluster that signed the request.
   *
   * @param cluster verified name
   */
  record OfCluster(String cluster, String transport, String peer) implements Sender {
    @Override
    public String account() {
      return "cluster " + cluster;
    }
  }

  /**
   * A collector that passes on what clusters have signed record by record.
   *
   * @param name its name in the plane's configuration
   */
  record Collector(String name, String transport, String peer) implements Sender {
    @Override
    public String account() {
      return "collector " + name;
    }
  }
}
