package io.freehold.store;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Sign-ins that are under way, for all planes on the database. */
public final class SignInTable {
  /** How long somebody may take at the provider. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  private final Database database;

  public SignInTable(Database database) {
    this.database = database;
  }

  /** Begins one, and forgets those that nobody ended. */
  public void begin(SignInRow begun) {
    database.write(handle -> {
      handle.execute(
          "delete from sign_in where begun_at < ?", time(begun.begunAt().minus(LONGEST)));
      return handle
          .createUpdate(
              "insert into sign_in (state_hash, browser_hash, nonce, verifier, return_to, begun_at)"
                  + " values (:state, :browser, :nonce, :verifier, :returnTo, :begunAt)")
          .bind("state", begun.stateHash())
          .bind("browser", begun.browserHash())
          .bind("nonce", begun.nonce())
          .bind("verifier", begun.verifier())
          .bind("returnTo", begun.returnTo())
          .bind("begunAt", time(begun.begunAt()))
          .execute();
    });
  }

  /** Takes one away: nobody gets it twice. */
  public Optional<SignInRow> take(String stateHash, Instant now) {
    return database
        .write(handle ->
            handle
                .createQuery("delete from sign_in where state_hash = :state returning *")
                .bind("state", stateHash)
                .map((row, _) ->
                    new SignInRow(
                        row.getString("state_hash"),
                        row.getString("browser_hash"),
                        row.getString("nonce"),
                        row.getString("verifier"),
                        row.getString("return_to"),
                        row.getObject("begun_at", OffsetDateTime.class).toInstant()))
                .findOne())
        .filter(begun -> begun.begunAt().plus(LONGEST).isAfter(now));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
