package io.freehold.store;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last good files of each part of the plane's configuration, so that a broken commit, or a
 * registry that cannot be reached at a start, changes nothing.
 */
public final class ConfigurationTable {
  private static final TypeReference<Map<String, byte[]>> FILES = new TypeReference<>() {};

  private final Database database;

  public ConfigurationTable(Database database) {
    this.database = database;
  }

  /** The last good files of a part; empty when there never were any. */
  public Optional<GoodConfiguration> good(String part) {
    return database.read(handle ->
        handle
            .select(
                "select revision, committed_at, author, files from plane_configuration"
                    + " where part = ?",
                part)
            .map((row, _) ->
                new GoodConfiguration(
                    row.getString("revision"),
                    row.getTimestamp("committed_at").toInstant(),
                    row.getString("author"),
                    Json.read(row.getString("files"), FILES)))
            .findOne());
  }

  /**
   * Keeps the files of a part.
   *
   * @return whether they differ from what was kept: of several planes one is told so
   */
  public boolean keep(String part, GoodConfiguration good) {
    return database.write(handle ->
        handle
                .createUpdate(
                    "insert into plane_configuration as kept (part, revision, committed_at, author, files)"
                        + " values (:part, :revision, :committedAt, :author, :files::jsonb)"
                        + " on conflict (part) do update set revision = excluded.revision,"
                        + " committed_at = excluded.committed_at, author = excluded.author,"
                        + " files = excluded.files where kept.files <> excluded.files")
                .bind("part", part)
                .bind("revision", good.revision())
                .bind("committedAt", good.committedAt().atOffset(ZoneOffset.UTC))
                .bind("author", good.author())
                .bind("files", Json.write(new TreeMap<>(good.files())))
                .execute()
            > 0);
  }
}
