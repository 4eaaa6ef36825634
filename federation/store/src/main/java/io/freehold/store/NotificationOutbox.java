package io.freehold.store;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.Handle;

/**
 * Messages on their way out and the log of those that went. Several planes may work on it: who
 * takes a message has it until its lease ends, and a message whose sender died is taken again.
 */
public final class NotificationOutbox {
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
  // Any number that nothing else uses.
  private static final long LOCK = 4_317_007;
  private static final int GROUPS = 100;
  private static final int MOST_OF_GROUP = 2_000;
  private static final int MOST_WAITING = 5_000;
  private static final int MOST_AT_A_TIME = 4;
  private static final int LONGEST_PROBLEM = 500;
  private static final String TAKE =
      """
      update notify_delivery d set lease_until = :lease, attempts = attempts + 1
      where id in (
        select id from (
          select p.id, p.next_at, row_number() over (partition by p.target order by p.next_at) as place
          from notify_delivery p
          where p.state = 'pending' and p.next_at <= :now
            and (p.lease_until is null or p.lease_until < :now)
            and not exists (select 1 from notify_delivery o
              where o.state = 'pending' and o.target = p.target and o.incident = p.incident
                and o.created_at < p.created_at)
        ) due
        where place + (select count(*) from notify_delivery b
          where b.state = 'pending' and b.lease_until >= :now
            and b.target = (select t.target from notify_delivery t where t.id = due.id)) <= :most
        order by next_at limit :limit)
      and state = 'pending' and (lease_until is null or lease_until < :now)
      returning id, target, message::text as message, attempts
      """;

  private final Database database;

  public NotificationOutbox(Database database) {
    this.database = database;
  }

  /**
   * One of the happenings of a group.
   *
   * @param trigger name of the trigger
   * @param phase whether it began or is over
   * @param incident the incident
   * @param at when
   * @param happened everything that a text may say, JSON
   */
  public record Waiting(
      String trigger, String phase, String incident, Instant at, String happened) {}

  /**
   * A message that was written.
   *
   * @param title one line
   * @param about {@code namespace/name} of an application
   * @param clusters the first of its clusters
   * @param clusterCount how many there are
   * @param message the message itself, JSON
   */
  public record Written(
      String title, String about, List<String> clusters, int clusterCount, String message) {}

  /** Writes messages. */
  @FunctionalInterface
  public interface Writer {
    /** The message for some happenings of one group; empty when there is nobody to send it to. */
    Optional<Written> write(String id, String target, List<Waiting> group);
  }

  /**
   * Makes messages of what has waited long enough for more of the same. Of targets that were told
   * as much as they may be it goes on waiting, and becomes fewer messages.
   *
   * @param perMinute how many messages a target takes in a minute
   */
  public void collect(Instant now, ToIntFunction<String> perMinute, Writer writer) {
    database.<Integer>write(handle -> {
      boolean mine =
          handle.select("select pg_try_advisory_xact_lock(?)", LOCK).mapTo(Boolean.class).one();
      if (!mine) {
        return 0;
      }
      drop(handle, now);
      Map<String, Integer> left = new HashMap<>();
      List<String[]> groups =
          handle
              .select(
                  "select target, group_key from notify_event group by target, group_key"
                      + " having min(due_at) <= ? order by min(due_at)",
                  time(now))
              .map((row, _) -> new String[] {row.getString(1), row.getString(2)})
              .list();
      int made = 0;
      for (String[] group : groups) {
        int room =
            left.computeIfAbsent(
                group[0],
                target -> Math.max(1, perMinute.applyAsInt(target)) - lately(handle, target, now));
        if (room > 0 && made < GROUPS) {
          left.put(group[0], room - 1);
          made++;
          write(handle, group[0], group[1], now, writer);
        }
      }
      return made;
    });
  }

  private static void write(
      Handle handle, String target, String group, Instant now, Writer writer) {
    List<Waiting> waiting =
        handle
            .select(
                """
                with taken as (delete from notify_event where id in (
                    select id from notify_event where target = ? and group_key = ?
                    order by id limit ?)
                  returning id, trigger, phase, incident, at, happened::text as happened)
                select * from taken order by id
                """,
                target,
                group,
                MOST_OF_GROUP)
            .map((row, _) ->
                new Waiting(
                    row.getString("trigger"),
                    row.getString("phase"),
                    row.getString("incident"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("happened")))
            .list();
    String id = UUID.randomUUID().toString();
    Waiting first = waiting.getFirst();
    Optional<Written> written = writer.write(id, target, waiting);
    insert(
        handle,
        new Entry(
            id,
            target,
            first.trigger(),
            first.phase(),
            written.isPresent() ? "pending" : "dead",
            first.incident(),
            written.orElse(new Written(first.trigger(), "", List.of(), waiting.size(), "")),
            written.isPresent() ? "" : "the rules no longer have this target or trigger"),
        now);
  }

  /** Keeps what waits bounded, whatever agents report. */
  private static void drop(Handle handle, Instant now) {
    List<String> full =
        handle
            .select(
                "select target from notify_event group by target having count(*) > ?", MOST_WAITING)
            .mapTo(String.class)
            .list();
    for (String target : full) {
      int dropped =
          handle.execute(
              "delete from notify_event where target = ? and id <= (select id from notify_event"
                  + " where target = ? order by id desc offset ? limit 1)",
              target,
              target,
              MOST_WAITING / 2);
      insert(
          handle,
          new Entry(
              UUID.randomUUID().toString(),
              target,
              "",
              "FIRED",
              "dead",
              "",
              new Written("Too much to tell", "", List.of(), 0, ""),
              dropped + " happenings were dropped: more came than the target takes"),
          now);
    }
  }

  private static int lately(Handle handle, String target, Instant now) {
    return handle
        .select(
            "select count(*) from notify_delivery where target = ? and created_at > ?"
                + " and state in ('pending', 'sent')",
            target,
            time(now.minus(Duration.ofMinutes(1))))
        .mapTo(Integer.class)
        .one();
  }

  /** Notes what a silence kept back. */
  static void silenced(Handle handle, Observed observed, Verdict.Silenced silenced, Instant now) {
    String about = observed.name().isEmpty() ? "" : observed.namespace() + "/" + observed.name();
    insert(
        handle,
        new Entry(
            UUID.randomUUID().toString(),
            silenced.target(),
            silenced.trigger(),
            silenced.phase(),
            "silenced",
            "",
            new Written(
                silenced.trigger() + " " + (about.isEmpty() ? observed.cluster() : about),
                about,
                List.of(observed.cluster()),
                1,
                ""),
            silenced.why()),
        now);
  }

  private record Entry(
      String id,
      String target,
      String trigger,
      String phase,
      String state,
      String incident,
      Written written,
      String problem) {}

  private static void insert(Handle handle, Entry entry, Instant now) {
    boolean pending = entry.state().equals("pending");
    handle
        .createUpdate(
            """
            insert into notify_delivery (id, target, trigger, phase, state, title, about, clusters,
              cluster_count, incident, message, created_at, next_at, ended_at, problem)
            values (:id, :target, :trigger, :phase, :state, :title, :about, :clusters::jsonb,
              :count, :incident, nullif(:message, '')::jsonb, :now, :now, :ended, :problem)
            """)
        .bind("id", entry.id())
        .bind("target", entry.target())
        .bind("trigger", entry.trigger())
        .bind("phase", entry.phase())
        .bind("state", entry.state())
        .bind("title", entry.written().title())
        .bind("about", entry.written().about())
        .bind("clusters", Json.write(entry.written().clusters()))
        .bind("count", entry.written().clusterCount())
        .bind("incident", entry.incident())
        .bind("message", entry.written().message())
        .bind("now", time(now))
        .bind("ended", pending ? null : time(now))
        .bind("problem", entry.problem())
        .execute();
  }

  /**
   * A message to send now.
   *
   * @param id its id
   * @param target name of the target
   * @param message the message, JSON
   * @param attempts how often it was tried, this time included
   */
  public record Taken(String id, String target, String message, int attempts) {}

  /**
   * Takes messages that are due; nobody else gets them before the lease ends. Messages of one
   * incident come one after the other.
   */
  public List<Taken> take(Instant now, Duration lease, int limit) {
    return database.write(handle -> {
      // One at a time, so that no target gets more at a time than it should.
      handle.select("select pg_advisory_xact_lock(?)::text", LOCK + 1).mapTo(String.class).list();
      return handle
          .createQuery(TAKE)
          .bind("now", time(now))
          .bind("lease", time(now.plus(lease)))
          .bind("most", MOST_AT_A_TIME)
          .bind("limit", limit)
          .map((row, _) ->
              new Taken(
                  row.getString("id"),
                  row.getString("target"),
                  row.getString("message"),
                  row.getInt("attempts")))
          .list();
    });
  }

  /** Notes that a message arrived. */
  public void sent(String id, Instant now) {
    end(id, "sent", "", now);
  }

  /** Notes that a message is given up. */
  public void dead(String id, String problem, Instant now) {
    end(id, "dead", problem, now);
  }

  private void end(String id, String state, String problem, Instant now) {
    database.write(handle ->
        handle.execute(
            "update notify_delivery set state = ?, problem = ?, ended_at = ?, lease_until = null,"
                + " message = null where id = ? and state = 'pending'",
            state,
            cut(problem),
            time(now),
            id));
  }

  /** Notes that a message did not arrive and is tried again. */
  public void failed(String id, String problem, Instant next) {
    database.write(handle ->
        handle.execute(
            "update notify_delivery set problem = ?, next_at = ?, lease_until = null"
                + " where id = ? and state = 'pending'",
            cut(problem),
            time(next),
            id));
  }

  /** Forgets messages that ended before a time. */
  public void prune(Instant before) {
    database.write(handle -> {
      handle.execute("delete from notify_problem where at < ?", time(before));
      handle.execute("delete from notify_silence where until < ?", time(before));
      return handle.execute(
          "delete from notify_delivery where state <> 'pending' and created_at < ?", time(before));
    });
  }

  /** Triggers that could not say something lately, with the reason. */
  public Map<String, String> problems() {
    return database.read(handle -> {
      Map<String, String> problems = new HashMap<>();
      handle
          .select("select trigger, message from notify_problem")
          .map((row, _) -> problems.put(row.getString(1), row.getString(2)))
          .list();
      return problems;
    });
  }

  /**
   * The log, newest first.
   *
   * @param before time of the last message of the page before
   * @param id its id
   */
  public List<DeliveryRow> log(DeliveryFilter filter, Instant before, String id, int limit) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                select * from notify_delivery
                where (created_at, id) < (:before, :id)
                  and (cardinality(:targets) = 0 or target = any (:targets))
                  and (cardinality(:triggers) = 0 or trigger = any (:triggers))
                  and (cardinality(:states) = 0 or state = any (:states))
                  and (:cluster = '' or jsonb_exists(clusters, :cluster))
                order by created_at desc, id desc limit :limit
                """)
            .bind("before", time(before))
            .bind("id", id)
            .bindArray("targets", String.class, filter.targets())
            .bindArray("triggers", String.class, filter.triggers())
            .bindArray("states", String.class, filter.states())
            .bind("cluster", filter.cluster())
            .bind("limit", limit)
            .map((row, _) -> row(row))
            .list());
  }

  private static DeliveryRow row(ResultSet row) throws SQLException {
    return new DeliveryRow(
        row.getString("id"),
        row.getString("target"),
        row.getString("trigger"),
        row.getString("phase"),
        row.getString("state"),
        row.getString("title"),
        row.getString("about"),
        new ArrayList<>(Json.read(row.getString("clusters"), TEXTS)),
        row.getInt("cluster_count"),
        row.getInt("attempts"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("next_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        row.getString("problem"));
  }

  private static String cut(String problem) {
    return problem.length() > LONGEST_PROBLEM ? problem.substring(0, LONGEST_PROBLEM) : problem;
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
