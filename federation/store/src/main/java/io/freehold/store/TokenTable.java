package io.freehold.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Tokens of the API, for all planes on the database. Whether one is good is not decided here. */
public final class TokenTable {
  private static final Duration EXACT = Duration.ofMinutes(1);

  private final Database database;

  public TokenTable(Database database) {
    this.database = database;
  }

  /**
   * Adds one.
   *
   * @param most how many good ones its owner may have
   * @return false when the owner has so many already
   */
  public boolean add(TokenRow token, int most) {
    return database.write(handle ->
        handle
                .createUpdate(
                    """
                    insert into api_token (id, hash, name, owner_kind, owner_issuer, owner, owner_groups,
                      allows, created_at, expires_at)
                    select :id, :hash, :name, :kind, :issuer, :owner, :groups, :allows::jsonb, :created, :expires
                    where (select count(*) from api_token where owner_kind = :kind and owner = :owner
                      and revoked_at is null and expires_at > :created) < :most
                    """)
                .bind("id", token.id())
                .bind("hash", token.hash())
                .bind("name", token.name())
                .bind("kind", token.owner().kind())
                .bind("issuer", token.owner().issuer())
                .bind("owner", token.owner().name())
                .bindArray("groups", String.class, token.owner().groups())
                .bind("allows", token.allows().toString())
                .bind("created", time(token.createdAt()))
                .bind("expires", time(token.expiresAt()))
                .bind("most", most)
                .execute()
            > 0);
  }

  /** The token of a digest. */
  public Optional<TokenRow> find(String hash) {
    return database.read(handle ->
        handle
            .select("select * from api_token where hash = ?", hash)
            .map((row, _) -> token(row))
            .findOne());
  }

  /** The token of an id. */
  public Optional<TokenRow> named(String id) {
    return database.read(handle ->
        handle
            .select("select * from api_token where id = ?", id)
            .map((row, _) -> token(row))
            .findOne());
  }

  /** All tokens, or those of one owner, newest first. */
  public List<TokenRow> list(Optional<TokenRow.Owner> owner) {
    return database.read(handle ->
        handle
            .createQuery(
                "select * from api_token where :all or (owner_kind = :kind and owner = :owner)"
                    + " order by created_at desc, id limit 1000")
            .bind("all", owner.isEmpty())
            .bind("kind", owner.map(TokenRow.Owner::kind).orElse(""))
            .bind("owner", owner.map(TokenRow.Owner::name).orElse(""))
            .map((row, _) -> token(row))
            .list());
  }

  /**
   * Notes that one was used.
   *
   * @return whether it is the first time on that day, told once
   */
  public boolean used(TokenRow token, Instant now) {
    if (token.usedAt().isPresent()
        && Duration.between(token.usedAt().get(), now).compareTo(EXACT) < 0) {
      return false;
    }
    return database.write(handle ->
        handle
            .createQuery(
                """
                with before as (select used_at from api_token where id = :id for update)
                update api_token t set used_at = greatest(coalesce(t.used_at, :now), :now)
                from before where t.id = :id
                returning before.used_at is null
                  or (before.used_at at time zone 'UTC')::date < (:now at time zone 'UTC')::date as first
                """)
            .bind("id", token.id())
            .bind("now", time(now))
            .mapTo(Boolean.class)
            .findOne()
            .orElse(false));
  }

  /** Revokes one for good; false when it was already, or there is none. */
  public boolean revoke(String id, Instant now) {
    return database.write(handle ->
        handle.execute(
                "update api_token set revoked_at = ? where id = ? and revoked_at is null",
                time(now),
                id)
            > 0);
  }

  private static TokenRow token(ResultSet row) throws SQLException {
    return new TokenRow(
        row.getString("id"),
        row.getString("hash"),
        row.getString("name"),
        new TokenRow.Owner(
            row.getString("owner_kind"),
            row.getString("owner_issuer"),
            row.getString("owner"),
            List.of((String[]) row.getArray("owner_groups").getArray())),
        Json.read(row.getString("allows"), JsonNode.class),
        at(row, "created_at").orElseThrow(),
        at(row, "expires_at").orElseThrow(),
        at(row, "used_at"),
        at(row, "revoked_at"));
  }

  private static Optional<Instant> at(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
