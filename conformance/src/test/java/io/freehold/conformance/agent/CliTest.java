package io.freehold.conformance.agent;

import static io.freehold.conformance.agent.Api.application;
import static io.freehold.conformance.agent.Api.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.cli.Main;
import io.freehold.local.LocalCluster;
import io.freehold.testkit.Eventually;
import io.freehold.testkit.OwnCluster;
import io.freehold.testkit.TestCluster;
import io.freehold.testkit.TestGitServer;
import io.freehold.testkit.TestRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command line against a real agent, and every example of its page. */
@ExtendWith({OwnCluster.class, TestGitServer.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CliTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern EXIT = Pattern.compile("# exits with (\\d)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Path PAGE = Path.of("..", "docs", "cli.md");

  private final Api api;
  private final TestCluster cluster;
  private final TestRepository registry;
  private final AgentUnderTest agent;
  private final Path directory;

  CliTest(
      TestCluster cluster,
      LocalCluster controlPlane,
      TestRepository registry,
      @TempDir Path directory)
      throws IOException {
    this.api = new Api(controlPlane);
    this.cluster = cluster;
    this.registry = registry;
    this.directory = directory;
    Prerequisites.install(cluster, registry);
    this.agent = new AgentUnderTest(cluster, registry, directory);
  }

  @BeforeAll
  void start() {
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.get(application("root")).at("/status/sync").asText())
                .isEqualTo("Synced"));
  }

  @AfterAll
  void end() {
    agent.close();
  }

  @Test
  void every_example_of_the_page_does_what_it_says() throws Exception {
    Map<String, String> files =
        Map.of(
            "apps/shop/settings.yaml",
            map("settings", "old"),
            "apps/shop/more.yaml",
            map("more", "1"));
    String old = commit("shop", files, true);
    ready("shop", old);
    String head = registry.commit(Map.of("apps/shop/settings.yaml", map("settings", "new")));
    ready("shop", head);
    write(
        "deployment.yaml",
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2}}");
    write("healthy.lua", "return {status = 'Healthy', message = 'as ever'}");
    Path clone = directory.resolve("registry");
    clone(head, clone);

    List<String> failures = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("$ ")) {
        Matcher exit = EXIT.matcher(line);
        int expected = exit.find() ? Integer.parseInt(exit.group(1)) : 0;
        String command = line.substring(2).replaceAll(" +#.*", "").replace("$COMMIT", head);
        Result result = run(words(command));
        if (result.exit() != expected) {
          failures.add("%s%nexits with %d%n%s".formatted(command, result.exit(), result.output()));
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void a_manual_application_changes_when_it_is_asked_to() throws Exception {
    String one = commit("manual", Map.of("apps/manual/a.yaml", map("a", "1")), false);
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.get(application("manual")).at("/status/sync").asText())
                .isEqualTo("OutOfSync"));
    assertThat(api.get(configMap("manual", "a")).isMissingNode()).isTrue();

    Result dry = run("freehold", "sync", "manual", "--dry-run", "-o", "json");
    assertThat(dry.exit()).as(dry.output()).isZero();
    assertThat(dry.output()).contains("\"change\" : \"Created\"", "\"name\" : \"a\"");
    assertThat(api.get(configMap("manual", "a")).isMissingNode()).isTrue();

    Result sync = run("freehold", "sync", "manual");
    assertThat(sync.exit()).as(sync.output()).isZero();
    assertThat(api.value("manual", "a")).isEqualTo("1");
    assertThat(sync.output()).contains("ConfigMap manual/a", "Created", "Succeeded");

    String two = registry.commit(Map.of("apps/manual/a.yaml", map("a", "2")));
    assertThat(run("freehold", "refresh", "manual").exit()).isZero();
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.get(application("manual")).at("/status/sync").asText())
                .isEqualTo("OutOfSync"));
    assertThat(run("freehold", "sync", "manual").exit()).isZero();
    assertThat(api.value("manual", "a")).isEqualTo("2");

    Result back = run("freehold", "sync", "manual", "--revision", one);
    assertThat(back.exit()).as(back.output()).isZero();
    assertThat(api.value("manual", "a")).isEqualTo("1");
    assertThat(run("freehold", "rollback", "manual").output())
        .contains("git restore --source=" + two + " --staged --worktree -- apps/manual");

    JsonNode status = api.get(application("manual")).path("status");
    assertThat(status.at("/history/0/revision").asText()).isEqualTo(one);
    assertThat(status.at("/history/0/initiatedBy").asText()).isNotEmpty();
    assertThat(api.get(application("manual")).at("/metadata/annotations").toString())
        .doesNotContain("operation-taken");
  }

  @Test
  void what_cannot_be_done_is_one_line_that_says_what_to_do() throws Exception {
    ready("plain", commit("plain", Map.of("apps/plain/a.yaml", map("a", "1")), true));

    Result nobody = run("freehold", "sync", "nobody");
    assertThat(nobody.exit()).isEqualTo(1);
    assertThat(nobody.output().strip().lines()).hasSize(1);
    assertThat(nobody.output()).contains("no Application nobody", "freehold get applications");

    Result undone = run("freehold", "sync", "plain", "--revision", "main");
    assertThat(undone.exit()).isEqualTo(1);
    assertThat(undone.output()).contains("spec.pin");

    Result odd = run("freehold", "sync", "plain", "--resource", "Secret:absent");
    assertThat(odd.exit()).isEqualTo(1);
    assertThat(odd.output()).contains("Secret absent");

    Result late = run("freehold", "wait", "plain", "--for", "health=Degraded", "--timeout", "1s");
    assertThat(late.exit()).isEqualTo(7);
    assertThat(late.output()).contains("health=Degraded");
  }

  @Test
  void a_diff_masks_secrets_and_tells_what_would_be_deleted() throws Exception {
    String secret =
        "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {password: %s}}\n";
    String head =
        commit(
            "masked",
            Map.of(
                "apps/masked/s.yaml", secret.formatted("before-1"),
                "apps/masked/a.yaml", map("a", "1")),
            true);
    ready("masked", head);
    Path clone = directory.resolve("masked-clone");
    clone(head, clone);
    assertThat(run("freehold", "diff", "masked", "--root", clone.toString()).exit()).isZero();

    Files.writeString(clone.resolve("apps/masked/s.yaml"), secret.formatted("after-2"));
    Files.delete(clone.resolve("apps/masked/a.yaml"));
    Files.writeString(clone.resolve("apps/masked/b.yaml"), map("b", "1"));
    Result diff = run("freehold", "diff", "masked", "--root", clone.toString());
    assertThat(diff.exit()).isEqualTo(1);
    assertThat(diff.output())
        .contains("Update Secret masked/s", ".data.password", "Create ConfigMap masked/b")
        .contains("Delete ConfigMap masked/a")
        .doesNotContain("after-2", "YWZ0ZXItMg", "before-1", "YmVmb3JlLTE");
  }

  private record Result(int exit, String output) {}

  private Result run(String... words) {
    if (words[0].equals("kubectl")) {
      return new Result(
          0, cluster.kubectl(List.of(words).subList(1, words.length).toArray(String[]::new)));
    }
    List<String> arguments = new ArrayList<>(List.of(words).subList(1, words.length));
    if (!words[1].equals("health")) {
      arguments.add(words[1].equals("get") ? 2 : 1, "--kubeconfig=" + cluster.kubeconfig());
    }
    StringWriter out = new StringWriter();
    int exit =
        Main.run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
    return new Result(exit, out.toString());
  }

  /** The words of a command; files and folders of the page are in the folder of the test. */
  private String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      String text = word.group(1) == null ? word.group(2) : word.group(1);
      boolean file =
          text.equals("registry") || text.equals("deployment.yaml") || text.equals("healthy.lua");
      words.add(file ? directory.resolve(text).toString() : text);
    }
    return words.toArray(String[]::new);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  private void clone(String commit, Path target) throws GitAPIException, IOException {
    Path bare = registry.server().repositoryDirectory(registry.name());
    try (Git git =
        Git.cloneRepository()
            .setURI(bare.toUri().toString())
            .setDirectory(target.toFile())
            .call()) {
      assertThat(git.getRepository().resolve("HEAD"))
          .extracting(AnyObjectId::name)
          .isEqualTo(commit);
      var config = git.getRepository().getConfig();
      config.setString("user", null, "name", "Ada");
      config.setString("user", null, "email", "ada@example.org");
      config.setBoolean("commit", null, "gpgsign", false);
      config.save();
    }
  }

  private String commit(String name, Map<String, String> files, boolean automated) {
    registry.commit(files);
    return registry.commit(
        Map.of(
            "clusters/test/" + name + ".yaml",
            """
            apiVersion: freehold.io/v1
            kind: Application
            metadata: {name: %1$s, namespace: freehold-system}
            spec:
              sources: [{path: apps/%1$s}]
              destination: {namespace: %1$s}
              sync:
                automated: {enabled: %2$s}
                options: {createNamespace: true}
            """
                .formatted(name, automated)));
  }

  private void ready(String name, String revision) {
    Eventually.within(
        LIMIT,
        () -> {
          JsonNode status = api.get(application(name)).path("status");
          assertThat(status.path("revision").asText()).isEqualTo(revision);
          assertThat(status.path("sync").asText()).isEqualTo("Synced");
        });
  }

  private static String map(String name, String value) {
    return "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {key: '%s'}}\n"
        .formatted(name, value);
  }
}
