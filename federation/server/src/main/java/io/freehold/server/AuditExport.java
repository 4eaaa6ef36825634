package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.store.AuditFilter;
import io.freehold.store.AuditQueries;
import io.freehold.store.AuditRow;
import io.freehold.store.Scope;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends the audit log row by row, with the records that the digests are of. */
final class AuditExport {
  /** One JSON object per line. */
  static final String NDJSON = "ndjson";

  /** RFC 4180. */
  static final String CSV = "csv";

  /** Content types of both. */
  static final List<String> TYPES = List.of("application/x-ndjson", "text/csv");

  private static final int PAGE = 500;
  private static final String RECORD = "record";
  // What spreadsheets take for a formula.
  private static final String DANGEROUS = "=+-@\t\r";

  private final AuditQueries audit;
  private final Scope scope;
  private final AuditFilter filter;
  private final String format;

  AuditExport(AuditQueries audit, Scope scope, AuditFilter filter, String format) {
    this.scope = scope;
    this.audit = audit;
    this.filter = filter;
    this.format = format;
  }

  void send(ServerResponse response) {
    // Before the first byte, so that a database that is away is an error and no empty file.
    List<AuditRow> page = audit.entries(scope, filter, Optional.empty(), PAGE);
    boolean csv = format.equals(CSV);
    response.header(
        HeaderNames.CONTENT_TYPE, csv ? TYPES.getLast() + "; charset=utf-8" : TYPES.getFirst());
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.header(
        HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"audit." + format + "\"");
    try (var out =
        new BufferedWriter(
            new OutputStreamWriter(response.outputStream(), StandardCharsets.UTF_8))) {
      boolean first = true;
      while (!page.isEmpty()) {
        for (AuditRow row : page) {
          ObjectNode view = AuditViews.columns(row).put(RECORD, row.record());
          if (csv && first) {
            line(out, new ArrayList<>(names(view)));
          }
          first = false;
          if (csv) {
            line(out, view.properties().stream().map(field -> cell(field.getValue())).toList());
          } else {
            out.write(view + "\n");
          }
        }
        page =
            page.size() < PAGE
                ? List.of()
                : audit.entries(scope, filter, Optional.of(page.getLast().position()), PAGE);
      }
    } catch (IOException | UncheckedIOException _) {
      // The reader went away.
    }
  }

  private static List<String> names(ObjectNode view) {
    List<String> names = new ArrayList<>();
    view.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void line(Writer out, List<String> cells) throws IOException {
    out.write(String.join(",", cells) + "\r\n");
  }

  /** A cell in quotes; an apostrophe keeps what looks like a formula from being one. */
  static String cell(JsonNode value) {
    String text = value.asText();
    String guarded =
        value.isTextual() && !text.isEmpty() && DANGEROUS.indexOf(text.charAt(0)) >= 0
            ? "'" + text
            : text;
    return "\"" + guarded.replace("\"", "\"\"") + "\"";
  }
}
