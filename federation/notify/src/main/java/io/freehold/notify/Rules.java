package io.freehold.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Everything that a registry says about notifications. Immutable. */
public final class Rules {
  /** Nobody is told of anything. */
  public static final Rules NONE = new Rules(Map.of(), Map.of(), List.of(), List.of(), "");

  private static final int NAMED = 5;

  private final Map<String, Target> targets;
  private final Map<String, Trigger> triggers;
  private final List<Subscription> subscriptions;
  private final List<Silence> silences;
  private final String digest;

  Rules(
      Map<String, Target> targets,
      Map<String, Trigger> triggers,
      List<Subscription> subscriptions,
      List<Silence> silences,
      String digest) {
    this.targets = new TreeMap<>(targets);
    this.triggers = new TreeMap<>(triggers);
    this.subscriptions = List.copyOf(subscriptions);
    this.silences = List.copyOf(silences);
    this.digest = digest;
  }

  /** Digest of the files; other rules have another one. */
  public String digest() {
    return digest;
  }

  /** Silences of the registry. */
  public List<Silence> silences() {
    return silences;
  }

  /** Whether nobody would be told of anything. */
  public boolean idle() {
    return subscriptions.isEmpty();
  }

  /** What a change means to the triggers of its subject. */
  public Evaluation evaluate(
      Subject subject, Map<String, Standing> standings, Evaluation.Observation observed) {
    return Evaluation.of(
        triggers.values().stream().filter(trigger -> trigger.subject() == subject).toList(),
        standings,
        observed);
  }

  /** What is over because there is nothing left that it could be about. */
  public List<Happening> ended(Map<String, Standing> standings) {
    return standings.entrySet().stream()
        .filter(standing -> standing.getValue().firing())
        .map(standing -> triggers.get(standing.getKey()))
        .filter(trigger -> trigger != null && !trigger.momentary())
        .map(trigger -> new Happening(trigger.name(), Happening.Phase.RESOLVED))
        .toList();
  }

  /**
   * What has to be sent.
   *
   * @param target name of the target
   * @param group the same for what can be told as one message
   * @param incident the same for all messages of one incident
   * @param digest how long to wait for more of the group
   * @param subscription name of the subscription
   */
  public record Route(
      String target, String group, String incident, Duration digest, String subscription) {}

  /**
   * Who is to be told of something. Of what is over, those hear that keep incidents.
   *
   * @param happening what happened
   * @param values before, after and repairs
   */
  public List<Route> routes(Happening happening, Map<String, Object> values) {
    Trigger trigger = triggers.get(happening.trigger());
    if (trigger == null) {
      return List.of();
    }
    Map<String, Object> state = state(values);
    boolean over = happening.phase() == Happening.Phase.RESOLVED;
    Map<String, Route> routes = new TreeMap<>();
    for (Subscription subscription : subscriptions) {
      if (!subscription.about().fit(trigger.name(), state)) {
        continue;
      }
      for (String name : subscription.targets()) {
        Target target = targets.get(name);
        if (target != null && (!over || target.transport().kind() != Transport.Kind.MESSAGES)) {
          routes.putIfAbsent(name, route(trigger, happening, subscription, target, values));
        }
      }
    }
    return List.copyOf(routes.values());
  }

  private static Route route(
      Trigger trigger,
      Happening happening,
      Subscription subscription,
      Target target,
      Map<String, Object> values) {
    Map<String, Object> state = state(values);
    boolean commits = target.transport().kind() == Transport.Kind.COMMITS;
    String object = text(state, "namespace") + "/" + text(state, "name");
    // Of clusters the trigger alone says what is the same.
    String incident = Digests.of(subscription.name(), target.name(), trigger.name(), object);
    String same =
        commits
            ? text(state, "cluster") + text(state, "operationRevision")
            : normal(trigger, values);
    return new Route(
        target.name(),
        Digests.of(incident, happening.phase().name(), same),
        incident,
        commits ? Duration.ZERO : subscription.digest(),
        subscription.name());
  }

  /** What a message says without what differs between clusters: their names, numbers, ids. */
  private static String normal(Trigger trigger, Map<String, Object> values) {
    var all = new HashMap<>(values);
    all.put("clusters", "");
    all.put("count", 0L);
    String text =
        trigger.title().render(all, Escape.PLAIN) + "\n" + trigger.text().render(all, Escape.PLAIN);
    String cluster = text(state(values), "cluster");
    String without = cluster.isEmpty() ? text : text.replace(cluster, "");
    if (trigger.subject() == Subject.CLUSTER) {
      return trigger.name();
    }
    return without.replaceAll("[0-9a-f]{8,}|\\d+", "0");
  }

  /** Whether an open incident is over when something of it is over; others may still be open. */
  public boolean sameSubscription(String subscription, String trigger, Map<String, Object> state) {
    return subscriptions.stream()
        .anyMatch(one -> one.name().equals(subscription) && one.about().fit(trigger, state));
  }

  /** Whether a target is told once when a whole incident is over. */
  public boolean keepsIncidents(String target) {
    Target known = targets.get(target);
    return known != null && known.transport().kind() == Transport.Kind.INCIDENTS;
  }

  /** The first silence that is about something. */
  public static Optional<Silence> silencing(
      List<Silence> silences, String trigger, Map<String, Object> state, Instant now) {
    return silences.stream()
        .filter(silence -> now.isBefore(silence.until()))
        .filter(silence -> silence.about().fit(trigger, state))
        .max(Comparator.comparing(Silence::until));
  }

  /**
   * One of the same happenings that become a message.
   *
   * @param happening what happened
   * @param at when it was noticed
   * @param values before, after and repairs
   */
  public record Occurrence(Happening happening, Instant at, Map<String, Object> values) {}

  /**
   * Writes the message for some happenings of one group.
   *
   * @param id the id that it keeps
   * @param target name of the target
   * @param incident the incident
   * @param group at least one, oldest first
   * @return empty when trigger or target are no longer there
   */
  public Optional<Message> write(
      String id, String target, String incident, List<Occurrence> group) {
    Occurrence first = group.getFirst();
    Trigger trigger = triggers.get(first.happening().trigger());
    Target to = targets.get(target);
    if (trigger == null || to == null) {
      return Optional.empty();
    }
    List<String> clusters =
        group.stream()
            .map(one -> text(state(one.values()), "cluster"))
            .distinct()
            .sorted()
            .toList();
    var values = new HashMap<>(first.values());
    values.put("clusters", names(clusters));
    values.put("count", (long) clusters.size());
    boolean over = first.happening().phase() == Happening.Phase.RESOLVED;
    Escape escape = to.transport().escape();
    return Optional.of(
        new Message(
            id,
            trigger.name(),
            first.happening().phase(),
            trigger.severity(),
            (over ? trigger.over() : trigger.title()).render(values, escape),
            over ? "" : trigger.text().render(values, escape),
            clusters.size(),
            clusters.subList(0, Math.min(NAMED, clusters.size())),
            incident,
            first.at(),
            map(first.values(), "before"),
            state(first.values())));
  }

  /** How many messages a target takes in a minute; 0 when there is no such target. */
  public int perMinute(String target) {
    Target known = targets.get(target);
    return known == null ? 0 : known.perMinute();
  }

  /**
   * Sends a message.
   *
   * @throws DeliveryException when it did not arrive, or nobody knows
   */
  public void deliver(String target, Message message, Wires wires) throws DeliveryException {
    Target known = targets.get(target);
    if (known == null) {
      throw DeliveryException.refused("the rules no longer have this target");
    }
    try {
      known.transport().deliver(message, wires);
    } catch (RuntimeException _) {
      // A fault of ours; what it says may hold what was sent.
      throw DeliveryException.failed("the message could not be made");
    }
  }

  /** What the rules are, for people: names and where secrets are, never what is in them. */
  public Overview overview(Secrets secrets) {
    List<Overview.TargetView> seen = new ArrayList<>();
    for (Target target : targets.values()) {
      List<String> missing =
          target.transport().secrets().stream()
              .filter(secret -> secrets.read(secret).isEmpty())
              .map(secret -> "its secret (" + secret + ") is not there")
              .toList();
      seen.add(
          new Overview.TargetView(
              target.name(), target.transport().type(), target.perMinute(), missing));
    }
    return new Overview(
        seen,
        triggers.values().stream()
            .map(trigger ->
                new Overview.TriggerView(
                    trigger.name(), trigger.subject().toString(), trigger.severity().toString()))
            .toList(),
        subscriptions.stream()
            .map(one ->
                new Overview.SubscriptionView(
                    one.name(), one.targets(), one.about(), one.digest().toSeconds()))
            .toList());
  }

  private static String names(List<String> clusters) {
    if (clusters.size() <= NAMED) {
      int last = clusters.size() - 1;
      return last < 1
          ? String.join("", clusters)
          : String.join(", ", clusters.subList(0, last)) + " and " + clusters.get(last);
    }
    return String.join(", ", clusters.subList(0, NAMED - 2))
        + " and "
        + (clusters.size() - NAMED + 2)
        + " others";
  }

  private static Map<String, Object> state(Map<String, Object> values) {
    return map(values, "after");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> values, String name) {
    return values.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  private static String text(Map<String, Object> state, String field) {
    return state.get(field) instanceof String text ? text : "";
  }
}
