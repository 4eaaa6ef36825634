package io.freehold.cli;

import io.freehold.api.ParentWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Stands for the agent's main class: writes down how it was started, then stays. */
final class FakeAgent {
  private FakeAgent() {}

  public static void main(String[] args) throws Exception {
    ParentWatch.startIfAsked();
    Path data = Path.of(System.getenv("DATA"));
    Files.write(
        data.resolve("next"),
        List.of(
            Long.toString(ProcessHandle.current().pid()),
            String.join(" ", args),
            System.getenv("GREETING"),
            System.getenv("KUBECONFIG"),
            Files.readString(Path.of(args[1])).replace('\n', ' ')));
    Files.move(data.resolve("next"), data.resolve("started"), StandardCopyOption.REPLACE_EXISTING);
    new CountDownLatch(1).await();
  }
}
