package io.freehold.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ApiGroup;
import io.freehold.api.Cluster;
import io.freehold.api.Durations;
import io.freehold.api.ReportToken;
import io.freehold.api.ReportToken.InvalidTokenException;
import io.freehold.store.RegisteredCluster;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Reads a cluster.yaml. */
final class ClusterFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ClusterFile() {}

  /**
   * Reads the file of a cluster's folder.
   *
   * @param folder name of the folder, which is the name of the cluster
   * @throws BrokenFileException when it does not describe that cluster; the message names file and
   *     line
   */
  static RegisteredCluster read(String folder, byte[] bytes) throws BrokenFileException {
    String file = "clusters/" + folder + "/cluster.yaml";
    Cluster cluster = parse(file, bytes);
    if (!cluster.apiVersion().equals(ApiGroup.API_VERSION)
        || !cluster.kind().equals(Cluster.KIND)) {
      throw new BrokenFileException(
          file + " must hold a " + Cluster.KIND + " of " + ApiGroup.API_VERSION);
    }
    if (!cluster.metadata().name().equals(folder)) {
      throw new BrokenFileException(
          file + " names the cluster \"" + cluster.metadata().name() + "\", its folder another");
    }
    List<String> keys = cluster.spec().publicKeys();
    try {
      keys.forEach(ReportToken::publicKey);
    } catch (InvalidTokenException _) {
      throw new BrokenFileException(file + ": spec.publicKeys holds no Ed25519 public key");
    }
    return new RegisteredCluster(
        folder,
        cluster.metadata().labels(),
        keys,
        seconds(file, cluster.spec().plane().reportInterval()),
        keys.isEmpty() ? file + " has no spec.publicKeys: reports cannot be accepted" : "");
  }

  private static Cluster parse(String file, byte[] bytes) throws BrokenFileException {
    try {
      List<Document> documents =
          Yaml.parse(file, bytes, Schema.KUBERNETES).stream()
              .filter(document -> !document.isEmpty())
              .toList();
      if (documents.size() != 1) {
        throw new BrokenFileException(file + " must hold exactly one object");
      }
      return JSON.readValue(Json.bytes(documents.getFirst().root()), Cluster.class);
    } catch (YamlException e) {
      throw new BrokenFileException(String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      throw new BrokenFileException(file + " is no Cluster: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BrokenFileException(file + " is no Cluster: " + e.getMessage());
    }
  }

  private static long seconds(String file, String interval) throws BrokenFileException {
    try {
      Duration duration = Durations.parse(interval);
      if (duration.isPositive()) {
        return duration.plusMillis(999).toSeconds();
      }
    } catch (IllegalArgumentException _) {
      // Reported below.
    }
    throw new BrokenFileException(
        file + ": spec.plane.reportInterval \"" + interval + "\" is not a duration such as 60s");
  }

  /** The file cannot be used. */
  static final class BrokenFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    BrokenFileException(String problem) {
      super(problem);
      this.problem = problem;
    }

    /** What is wrong, for people. */
    String problem() {
      return problem;
    }
  }
}
