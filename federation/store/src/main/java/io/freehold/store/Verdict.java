package io.freehold.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What triggers made of something that was observed.
 *
 * @param state its state now, JSON; empty when it is gone
 * @param standings how triggers stand now, JSON
 * @param events what is to be told
 * @param silenced what would be, were there no silence
 * @param problems triggers that could not say, with the reason
 */
public record Verdict(
    String state,
    String standings,
    List<Event> events,
    List<Silenced> silenced,
    Map<String, String> problems) {
  public Verdict {
    events = List.copyOf(events);
    silenced = List.copyOf(silenced);
    problems = Map.copyOf(problems);
  }

  /**
   * Something to tell to one target.
   *
   * @param target name of the target
   * @param group the same for what can be told as one message
   * @param incident the same for all messages of one incident
   * @param trigger name of the trigger
   * @param phase whether it began or is over
   * @param at when
   * @param dueAt when to tell it
   * @param happened everything that a text may say, JSON
   */
  public record Event(
      String target,
      String group,
      String incident,
      String trigger,
      String phase,
      Instant at,
      Instant dueAt,
      String happened) {}

  /**
   * Something that a silence kept back.
   *
   * @param target name of the target
   * @param trigger name of the trigger
   * @param phase whether it began or is over
   * @param why the silence
   */
  public record Silenced(String target, String trigger, String phase, String why) {}
}
