package io.freehold.cli;

import io.freehold.forge.DeployKey;
import io.freehold.forge.Forge;
import io.freehold.forge.ForgeException;
import io.freehold.forge.Registration;
import io.freehold.forge.RepositoryName;
import java.time.Duration;
import java.time.Instant;

/** Makes the forge accept the deploy key, or waits until a person has. */
final class RegisterKeyStep implements BootstrapStep {
  private static final Duration PAUSE = Duration.ofSeconds(3);

  @Override
  public String title() {
    return "Register the deploy key";
  }

  @Override
  public String run(BootstrapContext context) {
    Forge forge = context.request().forge();
    RepositoryName repository = context.request().git().registry().repository();
    SshKey key = context.deployKey();
    String title = DeployKeyStep.comment(context);
    try {
      return switch (forge.register(repository, title, key.publicLine())) {
        case Registration.ReadOnly registered -> {
          noteOthers(context, registered.key());
          yield "%s as \"%s\", read-only"
              .formatted(
                  registered.created() ? "registered" : "registered before",
                  registered.key().title());
        }
        case Registration.Writable writable ->
            throw new CliException(
                ExitCode.DEPLOY_KEY,
                "the forge says that deploy key \"%s\" of %s can write; remove it there and run again, it is then registered as read-only"
                    .formatted(writable.key().title(), repository));
        case Registration.ByHand byHand -> awaitPerson(context, byHand.instructions());
      };
    } catch (ForgeException e) {
      throw new CliException(ExitCode.GIT, String.valueOf(e.getMessage()), e);
    }
  }

  private static void noteOthers(BootstrapContext context, DeployKey registered) {
    RepositoryName repository = context.request().git().registry().repository();
    for (DeployKey other : context.request().forge().keys(repository)) {
      if (other.title().equals(registered.title()) && !other.same(registered.publicKey())) {
        context.note(
            "%s has an older deploy key \"%s\" (id %s); remove it once the cluster that holds it is gone"
                .formatted(repository, other.title(), other.id()));
      }
    }
  }

  private static String awaitPerson(BootstrapContext context, String instructions) {
    Instant deadline = context.clock().instant().plus(context.request().timeout());
    String refusal = refusal(context);
    if (refusal.isEmpty()) {
      return "registered before";
    }
    context.note(instructions);
    // Nothing tells when a person has clicked: asking is the only way.
    while (!refusal.isEmpty()) {
      if (context.clock().instant().isAfter(deadline)) {
        throw new CliException(
            ExitCode.TIMEOUT,
            "the deploy key still cannot read the registry (%s); add it and run again"
                .formatted(refusal));
      }
      pause();
      refusal = refusal(context);
    }
    return "registered by hand";
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.FAILED, "interrupted", e);
    }
  }

  private static String refusal(BootstrapContext context) {
    try (GitAccess access = context.accessWith(context.deployKey())) {
      return new KeyProver(context.registry())
          .readRefusal(access, context.request().git().branch())
          .orElse("");
    }
  }
}
