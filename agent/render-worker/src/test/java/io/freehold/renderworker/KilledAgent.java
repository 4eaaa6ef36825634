package io.freehold.renderworker;

import io.freehold.worker.Lookup;
import io.freehold.worker.WorkerOptions;
import io.freehold.worker.WorkerPool;
import java.util.Optional;

/** Has a chart rendered that never ends, and says by which process. */
final class KilledAgent {
  private KilledAgent() {}

  public static void main(String[] arguments) {
    var chart =
        Charts.of(
            """
            {{ lookup "v1" "Pod" "" "x" | toJson }}
            {{ range until 1000 }}{{ range until 1000 }}{{ range until 1000 }}\
            {{ range until 1000 }}{{ end }}{{ end }}{{ end }}{{ end }}
            """);
    try (var pool = new WorkerPool(WorkerOptions.of(Charts.library()).withWorkers(1))) {
      Lookup report =
          (_, _, _, _) -> {
            System.out.println(pool.workers().getFirst());
            return Optional.empty();
          };
      pool.helm(Charts.release(chart), report);
    }
  }
}
