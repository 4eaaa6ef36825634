package io.freehold.store;

import io.freehold.api.Commit;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What commits say of themselves. */
public final class CommitTable {
  private static final String REGISTRY = "";
  private static final String INSERT =
      """
      insert into commit_info (cluster, revision, author, committer, authored_at, committed_at, subject)
      values (:cluster, :revision, :author, :committer, :authoredAt, :committedAt, :subject)
      on conflict do nothing
      """;

  private final Database database;

  public CommitTable(Database database) {
    this.database = database;
  }

  /** Adds commits of the registry that are not known. */
  public void add(List<Commit> commits) {
    database.write(handle -> {
      add(handle, REGISTRY, commits);
      return commits.size();
    });
  }

  /** Adds what a cluster says of commits. */
  static void add(Handle handle, String cluster, List<Commit> commits) {
    PreparedBatch batch = handle.prepareBatch(INSERT);
    commits.stream()
        .distinct()
        .forEach(commit -> {
          Optional<OffsetDateTime> authored = time(commit.authoredAt());
          Optional<OffsetDateTime> committed = time(commit.committedAt());
          if (!commit.id().isEmpty() && committed.isPresent()) {
            batch
                .bind("cluster", cluster)
                .bind("revision", commit.id())
                .bind("author", commit.author())
                .bind("committer", commit.committer())
                .bind("authoredAt", authored.orElse(committed.get()))
                .bind("committedAt", committed.get())
                .bind("subject", commit.subject())
                .add();
          }
        });
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static Optional<OffsetDateTime> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
