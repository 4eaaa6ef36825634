package io.freehold.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold fleet events}. */
@Command(
    name = "events",
    description = {"Show what happened over the fleet, oldest first: syncs, drift, notes.", ""},
    mixinStandardHelpOptions = true)
final class FleetEventsCommand implements Runnable {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Only this cluster.")
  private String cluster = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many, the newest (${DEFAULT-VALUE}).")
  private int limit = 50;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what happens, until interrupted. Table only.")
  private boolean follow;

  @Mixin private PlaneOptions options = new PlaneOptions();

  @Override
  public void run() {
    PlaneClient plane = options.plane();
    List<JsonNode> entries = oldestFirst(plane.history(cluster, limit));
    options.format().print(spec.commandLine().getOut(), entries, _ -> table(entries, true));
    if (follow) {
      follow(plane, entries);
    }
  }

  private void follow(PlaneClient plane, List<JsonNode> shown) {
    List<String> known = new ArrayList<>(shown.stream().map(FleetEventsCommand::id).toList());
    try {
      while (true) {
        Thread.sleep(BETWEEN);
        List<JsonNode> next =
            oldestFirst(plane.history(cluster, limit)).stream()
                .filter(entry -> !known.contains(id(entry)))
                .toList();
        next.forEach(entry -> known.add(id(entry)));
        // Only what a page can hold again has to be remembered.
        while (known.size() > 10 * limit) {
          known.removeFirst();
        }
        if (!next.isEmpty()) {
          table(next, false).lines().stream().skip(1).forEach(spec.commandLine().getOut()::println);
          spec.commandLine().getOut().flush();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<JsonNode> oldestFirst(JsonNode page) {
    List<JsonNode> entries = new ArrayList<>();
    page.path("items").forEach(entries::addFirst);
    return entries;
  }

  private static String id(JsonNode entry) {
    return entry.path("cluster").asText() + " " + entry.path("sequence").asText();
  }

  private static Table table(List<JsonNode> entries, boolean header) {
    Table table =
        header
            ? new Table("AT", "CLUSTER", "APPLICATION", "KIND", "MESSAGE")
            : new Table("", "", "", "", "");
    for (JsonNode entry : entries) {
      table.row(
          entry.path("at").asText(),
          entry.path("cluster").asText(),
          entry.has("name")
              ? entry.path("namespace").asText() + "/" + entry.path("name").asText()
              : "",
          entry.path("kind").asText(),
          entry.path("message").asText());
    }
    return table;
  }
}
