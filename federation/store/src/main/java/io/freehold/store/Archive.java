package io.freehold.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Everything that cannot be had again from the registry, as lines of JSON: for moving to another
 * database and for disasters. Reading it back adds what is missing and never replaces anything, so
 * it may be done twice, and while agents report.
 */
public final class Archive {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORMAT = "freehold-plane";
  private static final int VERSION = 1;
  private static final int BATCH = 500;
  private static final List<String> TABLES =
      List.of(
          "cluster_state",
          "application_state",
          "journal",
          "commit_sync",
          "commit_seen",
          "sync_span",
          "refusal",
          "audit",
          "audit_chain",
          "audit_fault",
          "commit_info",
          "health_change");

  private final Database database;

  public Archive(Database database) {
    this.database = database;
  }

  /**
   * Writes all rows as of one moment.
   *
   * @return how many
   */
  public long write(Writer to, Instant now) {
    return database.write(handle -> {
      handle.execute("set transaction isolation level repeatable read read only");
      try {
        ObjectNode header = JSON.createObjectNode();
        header.put("format", FORMAT).put("version", VERSION).put("at", now.toString());
        to.write(header + "\n");
        long rows = 0;
        for (String table : TABLES) {
          rows += write(handle, table, to);
        }
        to.flush();
        return rows;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /**
   * Adds the rows of an archive that are not there yet.
   *
   * @return how many were added
   * @throws StoreException when it is no archive, or one of a newer version
   */
  public long read(BufferedReader from) throws IOException {
    JsonNode header = json(1, String.valueOf(from.readLine()));
    if (!header.path("format").asText().equals(FORMAT)
        || header.path("version").asInt() != VERSION) {
      throw broken(1, "this is no archive of a plane that this version can read");
    }
    long added = 0;
    long number = 1;
    String table = "";
    List<String> rows = new ArrayList<>();
    for (String line = from.readLine(); line != null; line = from.readLine()) {
      number++;
      JsonNode row = json(number, line);
      String of = row.path("table").asText();
      if (!TABLES.contains(of) || !row.path("row").isObject()) {
        throw broken(number, "it names no table of the archive");
      }
      if (!of.equals(table) || rows.size() >= BATCH) {
        added += add(table, rows);
        rows.clear();
        table = of;
      }
      rows.add(row.get("row").toString());
    }
    return added + add(table, rows);
  }

  private static long write(Handle handle, String table, Writer to) throws IOException {
    long rows = 0;
    try (Stream<String> lines =
        handle
            .createQuery("select to_jsonb(t)::text from " + table + " t")
            .setFetchSize(BATCH)
            .mapTo(String.class)
            .stream()) {
      for (String row : (Iterable<String>) lines::iterator) {
        to.write("{\"table\":\"" + table + "\",\"row\":" + row + "}\n");
        rows++;
      }
    }
    return rows;
  }

  private long add(String table, List<String> rows) {
    if (rows.isEmpty()) {
      return 0;
    }
    return database.write(handle -> {
      String columns = columns(handle, table);
      // One of our own table names.
      PreparedBatch batch =
          handle.prepareBatch(
              "insert into "
                  + table
                  + " ("
                  + columns
                  + ") select "
                  + columns
                  + " from jsonb_populate_record(null::"
                  + table
                  + ", :row::jsonb) on conflict do nothing");
      rows.forEach(row -> batch.bind("row", row).add());
      long added = 0;
      for (int count : batch.execute()) {
        added += count;
      }
      return added;
    });
  }

  /** The columns that are not computed from others. */
  private static String columns(Handle handle, String table) {
    return handle
        .select(
            "select string_agg(quote_ident(column_name), ', ' order by ordinal_position)"
                + " from information_schema.columns where table_schema = current_schema()"
                + " and table_name = ? and is_generated = 'NEVER'",
            table)
        .mapTo(String.class)
        .one();
  }

  private static JsonNode json(long line, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException _) {
      throw broken(line, "it is no JSON");
    }
  }

  private static StoreException broken(long line, String problem) {
    return new StoreException(
        StoreException.Code.BAD_DATA, "line " + line + " of the archive: " + problem);
  }
}
