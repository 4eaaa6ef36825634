package io.freehold.cli;

import io.freehold.api.Application;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.local.UserCache;
import io.freehold.render.ClusterFacts;
import io.freehold.render.RenderException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold diff}. */
@Command(
    name = "diff",
    description = {
      "Show what would change if a clone of the registry were applied.",
      "The clone is taken as its files lie there, or at any revision of it. The API server is asked by a dry run with the caller's own rights; hooks are left out, and the data of Secrets is masked.",
      "Exit codes, for CI: 0 nothing differs, 1 something does, more than 1 it could not be found out.",
      ""
    },
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ApplicationTarget target = new ApplicationTarget();

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The clone (${DEFAULT-VALUE}).")
  private Path root = Path.of(".");

  @Option(
      names = "--revision",
      paramLabel = "REVISION",
      description = "Commit, branch or tag of the clone; the files as they lie there when absent.")
  private @Nullable String revision;

  @Option(
      names = "--credentials",
      paramLabel = "DIR",
      description =
          "Credentials of repositories: a folder each, with the file url and identity and known_hosts, or username and password; $FREEHOLD_CREDENTIALS when absent.")
  private @Nullable Path credentials;

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    try (var access = target.open();
        var cluster = target.connect();
        var renders = new LocalRenders(UserCredentials.of(credentials), UserCache.directory());
        var tree = LocalRevision.of(root, revision)) {
      Application application = access.read();
      ClusterFacts facts = new ClusterFacts(cluster.version(), cluster.served());
      var rendered =
          renders.render(new ApplicationFile(root, application), tree.folder(), facts).objects();
      List<LiveDiff.Change> changes =
          new LiveDiff(cluster, access.cluster()).changes(application, rendered);
      PrintWriter out = spec.commandLine().getOut();
      if (output.forPeople()) {
        for (LiveDiff.Change change : changes) {
          out.println(change.change() + " " + change.object());
          change.lines().forEach(line -> out.println("  " + line));
        }
        out.flush();
      } else {
        output.print(out, changes, _ -> new Table(""));
      }
      return (changes.isEmpty() ? ExitCode.OK : ExitCode.FAILED).number();
    } catch (CliException e) {
      // 1 is for differences here.
      throw e.code() == ExitCode.FAILED
          ? new CliException(ExitCode.PREFLIGHT, String.valueOf(e.getMessage()), e)
          : e;
    } catch (RenderException e) {
      throw new CliException(ExitCode.PREFLIGHT, String.valueOf(e.getMessage()), e);
    } catch (ClusterUnreachableException e) {
      throw new CliException(ExitCode.CLUSTER, String.valueOf(e.getMessage()), e);
    }
  }
}
