package io.freehold.cli;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Proves that the deploy key can fetch and cannot push, then lets the cluster have it. */
final class ProveKeyStep implements BootstrapStep {
  @Override
  public String title() {
    return "Prove that the key only reads";
  }

  @Override
  public String run(BootstrapContext context) {
    String probe = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    try (GitAccess access = context.accessWith(context.deployKey())) {
      KeyProof proof =
          new KeyProver(context.registry())
              .prove(access, context.request().git().branch(), context.commit(), probe);
      switch (proof) {
        case KeyProof.ReadOnly() -> {
          DeployKeyStep.store(context);
          return "a fetch works, a push is refused";
        }
        case KeyProof.CannotRead(String reason) ->
            throw failed(context, "cannot read the registry (%s)".formatted(reason));
        case KeyProof.CanWrite(String branch, boolean removed) ->
            throw failed(
                context,
                "can write: a push of the branch %s was accepted%s. Register it without write access, or hand over a key that only reads; nothing was installed"
                    .formatted(
                        branch,
                        removed
                            ? " and undone"
                            : " and could not be undone, so delete that branch"));
        case KeyProof.Unproven(String reason) ->
            throw failed(
                context,
                "reads, but it is unproven that it cannot write: the push failed for another reason (%s)"
                    .formatted(reason));
      }
    }
  }

  private static CliException failed(BootstrapContext context, String what) {
    return new CliException(
        ExitCode.DEPLOY_KEY,
        "the deploy key %s %s".formatted(context.deployKey().fingerprint(), what));
  }
}
