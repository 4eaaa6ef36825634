package io.freehold.cli;

import io.freehold.api.ApplicationStatus.HistoryEntry;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freehold history}. */
@Command(
    name = "history",
    description = {"Show the last syncs, newest first; -o wide names objects and images.", ""},
    mixinStandardHelpOptions = true)
final class HistoryCommand implements Runnable {
  private static final int SHORT = 12;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ApplicationTarget target = new ApplicationTarget();

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public void run() {
    try (var access = target.open()) {
      List<HistoryEntry> history = access.read().status().history();
      output.print(spec.commandLine().getOut(), history, wide -> table(history, wide));
    }
  }

  private static Table table(List<HistoryEntry> history, boolean wide) {
    Table table =
        wide
            ? new Table("ID", "ENDED", "RESULT", "REVISION", "CHANGED", "BY", "OBJECTS", "IMAGES")
            : new Table("ID", "ENDED", "RESULT", "REVISION", "CHANGED", "BY");
    for (HistoryEntry entry : history) {
      String changed = "+%d ~%d -%d".formatted(entry.created(), entry.updated(), entry.pruned());
      String id = Long.toString(entry.id());
      String phase = entry.phase().toString();
      if (wide) {
        table.row(
            id,
            entry.finishedAt(),
            phase,
            entry.revision(),
            changed,
            entry.initiatedBy(),
            String.join(
                ", ", entry.changes().stream().map(one -> one.change() + " " + one.ref()).toList()),
            String.join(", ", entry.images()));
      } else {
        String revision = entry.revision();
        table.row(
            id,
            entry.finishedAt(),
            phase,
            revision.length() > SHORT ? revision.substring(0, SHORT) : revision,
            changed,
            entry.initiatedBy());
      }
    }
    return table;
  }
}
