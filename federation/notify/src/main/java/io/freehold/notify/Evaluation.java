package io.freehold.notify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a change means to triggers. Pure: how triggers stood before goes in, how they stand now
 * comes out.
 *
 * @param standings how triggers stand now, by name; those that never fired are left out
 * @param happenings what to tell, in the order of the triggers
 * @param problems triggers that could not say, with the reason
 */
public record Evaluation(
    Map<String, Standing> standings, List<Happening> happenings, Map<String, String> problems) {
  public Evaluation {
    standings = Map.copyOf(standings);
    happenings = List.copyOf(happenings);
    problems = Map.copyOf(problems);
  }

  /**
   * A change of one application or cluster.
   *
   * @param before its state before
   * @param after its state now
   * @param repairs how often drift of it was seen lately
   * @param fresh whether what happens once may be told; otherwise it is only noted, as for an
   *     application that had been there for long when the plane first heard of it
   */
  public record Observation(
      Map<String, Object> before, Map<String, Object> after, long repairs, boolean fresh) {}

  static Evaluation of(
      List<Trigger> triggers, Map<String, Standing> standings, Observation observed) {
    Map<String, Standing> now = new TreeMap<>();
    List<Happening> happenings = new ArrayList<>();
    Map<String, String> problems = new TreeMap<>();
    List<String> resolved = new ArrayList<>();
    var values = new HashMap<String, Object>();
    values.put("before", observed.before());
    values.put("after", observed.after());
    values.put("repairs", observed.repairs());
    // Those that look at what became over come last.
    List<Trigger> ordered = new ArrayList<>(triggers.stream().filter(t -> !t.follows()).toList());
    ordered.addAll(triggers.stream().filter(Trigger::follows).toList());
    for (Trigger trigger : ordered) {
      values.put("resolved", resolved);
      if (trigger.follows()) {
        // What became over becomes so once: nothing has to be remembered.
        follow(trigger, values, happenings, problems);
        continue;
      }
      Standing before = standings.getOrDefault(trigger.name(), Standing.NONE);
      Standing after = before;
      try {
        after = step(trigger, before, values);
      } catch (RuleException e) {
        problems.put(trigger.name(), String.valueOf(e.getMessage()));
      }
      if (!after.equals(Standing.NONE)) {
        now.put(trigger.name(), after);
      }
      boolean told = after.firing() && (!before.firing() || !after.key().equals(before.key()));
      if (told && (observed.fresh() || !trigger.momentary())) {
        happenings.add(new Happening(trigger.name(), Happening.Phase.FIRED));
      } else if (before.firing() && !after.firing() && !trigger.momentary()) {
        resolved.add(trigger.name());
        happenings.add(new Happening(trigger.name(), Happening.Phase.RESOLVED));
      }
    }
    return new Evaluation(now, happenings, problems);
  }

  private static void follow(
      Trigger trigger,
      Map<String, Object> values,
      List<Happening> happenings,
      Map<String, String> problems) {
    try {
      if (trigger.when().holds(values)) {
        happenings.add(new Happening(trigger.name(), Happening.Phase.FIRED));
      }
    } catch (RuleException e) {
      problems.put(trigger.name(), String.valueOf(e.getMessage()));
    }
  }

  private static Standing step(Trigger trigger, Standing before, Map<String, Object> values) {
    if (trigger.when().holds(values)) {
      return new Standing(true, trigger.oncePer().map(key -> key.text(values)).orElse(""));
    }
    if (trigger.momentary()) {
      // The moment is over, the value is remembered: the same again is nothing new.
      return before;
    }
    boolean over =
        before.firing() && trigger.until().map(until -> until.holds(values)).orElse(true);
    return over ? Standing.NONE : before;
  }
}
