package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.engine.Desired;
import io.freehold.engine.Prepared;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what Git wants with the cluster where nothing may be changed: for an application that
 * waits to be asked, and for one that must not revert what happened while no agent ran. Once an
 * object was compared, events tell. Owned by the application's actor.
 */
final class CompareDesk {
  private static final Logger LOG = LoggerFactory.getLogger(CompareDesk.class);

  private final ApplicationId id;
  private final ObjectTable table;
  private final DriftKeeper drift;
  private final StatusBoard board;
  private final Survey survey;
  private @Nullable Goal goal;
  private boolean applied;

  CompareDesk(
      ApplicationId id,
      Surroundings around,
      ObjectTable table,
      DriftKeeper drift,
      StatusBoard board,
      Consumer<Message> post) {
    this.id = id;
    this.table = table;
    this.drift = drift;
    this.board = board;
    this.survey = new Survey(around, table, post);
  }

  /** Whether objects are being compared. */
  boolean running() {
    return survey.running();
  }

  /** What is being compared, or was last; null before the first time. */
  @Nullable Goal goal() {
    return goal;
  }

  /** Ends at once; what was compared stays known. */
  void cancel() {
    if (survey.running()) {
      survey.cancel();
      goal = null;
    }
  }

  /** Objects may have been changed on purpose: what was compared has to be compared again. */
  void forget() {
    survey.cancel();
    goal = null;
  }

  /**
   * Compares, unless that is under way or done; objects of which all is known are not asked for.
   *
   * @param wasApplied whether just that was applied before
   * @return whether everything is known
   */
  boolean compare(Goal wanted, Desired desired, boolean wasApplied) {
    if (!wanted.equals(goal)) {
      goal = wanted;
      applied = wasApplied;
      table.want(desired.refs(), desired.spared());
      List<Prepared> unknown =
          desired.objects().stream().filter(object -> !table.knows(object)).toList();
      if (unknown.isEmpty()) {
        survey.cancel();
      } else {
        LOG.info("{}: comparing {} objects, nothing is changed", id, unknown.size());
        survey.start(unknown);
      }
    }
    if (survey.running()) {
      board.busy(StatusBoard.COMPARING, "comparing with the cluster; nothing is changed");
      return false;
    }
    return true;
  }

  /** An object was compared; returns whether that was the last one. */
  boolean compared(Message.Compared answer) {
    if (!survey.counts(answer)) {
      return false;
    }
    if (!drift.compared(answer.object(), answer.result(), applied)) {
      survey.again(answer.object());
    }
    return !survey.running();
  }
}
