package io.freehold.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * Something that is wrong with a chain of the audit log.
 *
 * @param from first number that it is about
 * @param to last number that it is about
 * @param kind what is wrong
 * @param foundAt when that was first found
 */
public record AuditFault(long from, long to, Kind kind, Instant foundAt) {
  /** What can be wrong. */
  public enum Kind {
    /** There are no entries of these numbers. */
    MISSING,
    /** The entry names another one before it than there is. */
    BROKEN,
    /** The entry does not say what its digest is of. */
    ALTERED,
    /** There are two entries of one number. */
    TWICE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A sentence for people. */
  public String text() {
    String numbers =
        from == to
            ? String.format(Locale.ROOT, "%,d", from)
            : String.format(Locale.ROOT, "%,d-%,d", from, to);
    return switch (kind) {
      case MISSING -> "missing " + numbers;
      case BROKEN -> numbers + " does not continue from the entry before";
      case ALTERED -> numbers + " was changed after it was written";
      case TWICE -> "there are two entries " + numbers;
    };
  }

  static AuditFault of(ResultSet row) throws SQLException {
    return new AuditFault(
        row.getLong("from_number"),
        row.getLong("to_number"),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getObject("found_at", OffsetDateTime.class).toInstant());
  }

  /** Whether it is about the same entries. */
  boolean sameAs(AuditFault other) {
    return from == other.from && to == other.to && kind == other.kind;
  }
}
