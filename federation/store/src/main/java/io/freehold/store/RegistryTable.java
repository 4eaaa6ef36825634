package io.freehold.store;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The clusters of the registry as last read, so that the plane knows them while the registry cannot
 * be reached.
 */
public final class RegistryTable {
  private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};
  private static final TypeReference<List<String>> KEYS = new TypeReference<>() {};

  private final Database database;

  public RegistryTable(Database database) {
    this.database = database;
  }

  /** All clusters, sorted by name. */
  public List<RegisteredCluster> clusters() {
    return database.read(handle ->
        handle
            .select(
                "select name, labels, public_keys, interval_seconds, problem"
                    + " from registry_cluster order by name")
            .map((row, _) ->
                new RegisteredCluster(
                    row.getString("name"),
                    Json.read(row.getString("labels"), LABELS),
                    Json.read(row.getString("public_keys"), KEYS),
                    row.getLong("interval_seconds"),
                    row.getString("problem")))
            .list());
  }

  /** The commit that {@link #clusters} was read from, empty before the first one. */
  public String revision() {
    return database.read(handle ->
        handle
            .select("select revision from registry_read")
            .mapTo(String.class)
            .findOne()
            .orElse(""));
  }

  /** Replaces all clusters by those of a commit. */
  public void replace(String revision, Instant readAt, List<RegisteredCluster> clusters) {
    database.write(handle -> {
      handle.execute("delete from registry_cluster");
      PreparedBatch batch =
          handle.prepareBatch(
              "insert into registry_cluster (name, labels, public_keys, interval_seconds, problem)"
                  + " values (:name, :labels::jsonb, :keys::jsonb, :interval, :problem)");
      for (RegisteredCluster cluster : clusters) {
        batch
            .bind("name", cluster.name())
            .bind("labels", Json.write(cluster.labels()))
            .bind("keys", Json.write(cluster.publicKeys()))
            .bind("interval", cluster.intervalSeconds())
            .bind("problem", cluster.problem())
            .add();
      }
      if (!clusters.isEmpty()) {
        batch.execute();
      }
      return handle
          .createUpdate(
              "insert into registry_read (revision, read_at) values (:revision, :readAt)"
                  + " on conflict (singleton) do update set revision = :revision, read_at = :readAt")
          .bind("revision", revision)
          .bind("readAt", readAt.atOffset(ZoneOffset.UTC))
          .execute();
    });
  }
}
