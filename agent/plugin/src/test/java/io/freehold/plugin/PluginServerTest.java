package io.freehold.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.plugin.PluginException.Code;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shell scripts as plugins, asked over a real socket. */
@Timeout(60)
class PluginServerTest {
  private static final PluginLimits LIMITS = PluginLimits.SERVER.withTime(Duration.ofSeconds(20));
  private static final FileTree FOLDER =
      new FileTree(Map.of("app.txt", "hello", "sub/s1.yaml", "a: 1"));

  @TempDir private Path directory;
  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

  private PluginServer server(String spec, PluginLimits limits) throws IOException {
    String file =
        "apiVersion: argoproj.io/v1alpha1\nkind: ConfigManagementPlugin\nmetadata: {name: test}\nspec:\n"
            + spec.indent(2);
    return new PluginServer(
        PluginFile.parse("plugin.yaml", file.getBytes(StandardCharsets.UTF_8)),
        directory,
        limits,
        2,
        Map.of("PATH", System.getenv("PATH")),
        log::add);
  }

  private static String script(String text) {
    return "generate:\n  command: [sh, -c]\n  args:\n  - |\n" + text.indent(4);
  }

  private String render() {
    return render(Map.of());
  }

  private String render(Map<String, String> variables) {
    return new PluginClient(directory, PluginLimits.CLIENT).render("test", FOLDER, variables);
  }

  @Test
  void generate_runs_in_the_folder_after_init() throws IOException {
    try (var _ =
        server("init: {command: [cp, app.txt, made]}\n" + script("cat made sub/s1.yaml"), LIMITS)) {
      assertThat(render()).isEqualTo("helloa: 1");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("test.sock"))))
          .isEqualTo("rw-rw----");
    }
    assertThat(directory.resolve("test.sock")).doesNotExist();
  }

  @Test
  void a_command_that_fails_is_told_with_the_end_of_its_errors() throws IOException {
    try (var _ = server(script("seq 1 5000 >&2; echo 'no\nsuch key' >&2; exit 3"), LIMITS)) {
      assertThatThrownBy(this::render)
          .isInstanceOfSatisfying(
              PluginException.class, e -> assertThat(e.code()).isEqualTo(Code.FAILED))
          .hasMessageStartingWith("generate ended with status 3: …")
          .hasMessageEndingWith("5000 no such key")
          .hasMessageNotContaining("\n");
    }
    try (var _ = server("init: {command: [not-there]}\n" + script("echo a"), LIMITS)) {
      assertThatThrownBy(this::render).hasMessageStartingWith("init cannot be run: ");
    }
  }

  @Test
  void discovery_decides_whether_a_folder_is_for_the_plugin() throws IOException {
    for (String match :
        List.of(
            "{fileName: ./sub/s*.yaml}",
            "{find: {glob: '**/app.txt'}}",
            "{find: {glob: '**/s1.yaml'}}",
            "{find: {command: [sh, -c], args: ['ls app.txt']}}")) {
      try (var _ = server("discover: " + match + "\n" + script("echo yes"), LIMITS)) {
        assertThat(render()).as(match).isEqualTo("yes\n");
      }
    }
    for (String other :
        List.of(
            "{fileName: s1.yaml}", "{find: {glob: '*/app.txt'}}", "{find: {command: ['true']}}")) {
      try (var _ = server("discover: " + other + "\n" + script("echo yes"), LIMITS)) {
        assertThatThrownBy(this::render)
            .as(other)
            .hasMessage("the folder is not for this plugin: its spec.discover finds nothing in it");
      }
    }
  }

  @Test
  void an_endless_command_is_ended_with_all_it_started() throws IOException {
    String started =
        "sleep 300 &\necho $! >> %1$s\n(sh -c 'echo $$ >> %1$s; exec sleep 300' &)\nsetsid sh -c 'echo $$ >> %1$s; exec sleep 300' &\n"
            .formatted(directory.resolve("pids"));
    try (var _ = server(script(started + "sleep 300"), LIMITS.withTime(Duration.ofSeconds(2)))) {
      assertThatThrownBy(this::render)
          .isInstanceOfSatisfying(
              PluginException.class, e -> assertThat(e.code()).isEqualTo(Code.LIMIT))
          .hasMessage("generate was ended: the commands may take 2 s");
      assertNoneRuns(3);
    }
  }

  @Test
  void children_do_not_outlive_a_command_that_succeeds() throws IOException {
    String wait = "while [ ! -s %1$s ]; do sleep 0.02; done\n".formatted(directory.resolve("pids"));
    try (var _ =
        server(
            script(
                "setsid sh -c 'echo $$ > %s; exec sleep 300' &\n"
                        .formatted(directory.resolve("pids"))
                    + wait
                    + "echo done"),
            LIMITS)) {
      assertThat(render()).isEqualTo("done\n");
      assertNoneRuns(1);
    }
  }

  private void assertNoneRuns(int expected) throws IOException {
    List<String> pids = Files.readAllLines(directory.resolve("pids"));
    assertThat(pids).hasSize(expected);
    for (String pid : pids) {
      Path command = Path.of("/proc", pid, "cmdline");
      // A process that nobody has waited for yet has no command line any more.
      assertThat(Files.exists(command) ? Files.readString(command) : "").doesNotContain("sleep");
    }
  }

  @Test
  void endless_output_is_cut_off() throws IOException {
    for (String stream : List.of("1", "2")) {
      try (var _ = server(script("yes >&" + stream), LIMITS.withResult(10_000))) {
        assertThatThrownBy(this::render)
            .isInstanceOfSatisfying(
                PluginException.class, e -> assertThat(e.code()).isEqualTo(Code.LIMIT))
            .hasMessage("generate was ended: it prints more than 10000 bytes");
      }
    }
  }

  @Test
  void what_commands_leave_is_removed_and_links_are_not_followed() throws IOException {
    Path precious = Files.createDirectory(directory.resolve("precious"));
    Files.writeString(precious.resolve("file"), "kept");
    String script =
        "pwd > %s/pwd; ln -s %s link; mkdir -p closed/in; chmod 000 closed; rm ../generate.out; ln -s %s/file ../generate.out; echo mine"
            .formatted(directory, precious, precious);
    try (var _ = server(script(script), LIMITS)) {
      assertThat(render()).isEqualTo("mine\n");
    }
    assertThat(precious.resolve("file")).hasContent("kept");
    Path folder = Path.of(Files.readString(directory.resolve("pwd")).strip()).resolve("..");
    assertThat(folder.normalize().getFileName().toString()).startsWith("freehold-plugin-");
    assertThat(Files.exists(folder.normalize(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(log).isEmpty();
  }

  @Test
  void an_archive_cannot_lead_out_of_its_folder() throws IOException {
    try (var _ = server(script("find ."), LIMITS)) {
      for (String path : List.of("../out", "a/../../out", directory + "/out", "a//b", "", "./a")) {
        assertThat(
                raw(out -> {
                  out.writeInt(Wire.MAGIC);
                  Wire.variables(out, Map.of());
                  out.writeInt(1);
                  Wire.text(out, path);
                  Wire.content(out, new byte[1]);
                }))
            .as(path)
            .startsWith("fa file's path leads out of the folder");
      }
      assertThat(directory.resolve("out")).doesNotExist();
    }
  }

  @Test
  void only_variables_of_the_contract_are_taken() throws IOException {
    try (var _ = server(script("echo $ARGOCD_APP_NAME"), LIMITS)) {
      assertThat(render(Map.of("ARGOCD_APP_NAME", "shop"))).isEqualTo("shop\n");
      assertThatThrownBy(() -> render(Map.of("LD_PRELOAD", "x")))
          .hasMessage("a variable has a name that is not allowed, or is too long");
    }
  }

  @Test
  void two_requests_run_at_once() throws Exception {
    // Each ends only when the other has started.
    String script =
        "touch %1$s/$ARGOCD_APP_NAME\nwhile [ ! -e %1$s/a -o ! -e %1$s/b ]; do sleep 0.02; done\necho $ARGOCD_APP_NAME"
            .formatted(directory);
    try (var _ = server(script(script), LIMITS);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var a = threads.submit(() -> render(Map.of("ARGOCD_APP_NAME", "a")));
      var b = threads.submit(() -> render(Map.of("ARGOCD_APP_NAME", "b")));
      assertThat(List.of(a.get(), b.get())).containsExactly("a\n", "b\n");
    }
  }

  @Test
  void a_strangers_broken_frames_do_not_stop_the_server() throws IOException {
    try (var _ = server(script("echo fine"), LIMITS)) {
      assertThat(raw(out -> out.writeInt(7))).isEmpty();
      assertThat(
              raw(out -> {
                out.writeInt(Wire.MAGIC);
                out.writeInt(-1);
              }))
          .isEmpty();
      assertThat(
              raw(out -> {
                out.writeInt(Wire.MAGIC);
                out.writeInt(1);
                out.writeInt(Integer.MAX_VALUE);
              }))
          .startsWith("l2147483647 bytes where");
      assertThat(
              raw(out -> {
                out.writeInt(Wire.MAGIC);
                out.writeInt(0);
                out.writeInt(Integer.MAX_VALUE);
              }))
          .startsWith("lthe folder has 2147483647 files");
      assertThat(render()).isEqualTo("fine\n");
      assertThat(log).hasSize(2).allMatch(line -> line.startsWith("a request was given up: "));
    }
  }

  private interface Sender {
    void send(DataOutputStream out) throws IOException;
  }

  /** What the server answers, without the length of its text. */
  private String raw(Sender sender) throws IOException {
    try (var channel =
        SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("test.sock")))) {
      sender.send(new DataOutputStream(Channels.newOutputStream(channel)));
      channel.shutdownOutput();
      var in = new DataInputStream(Channels.newInputStream(channel));
      int status;
      try {
        status = in.read();
      } catch (IOException _) {
        return "";
      }
      return status < 0 ? "" : (char) status + Wire.text(in, 10_000);
    }
  }

  @Test
  void commands_see_nothing_of_the_sidecar_but_what_is_named() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("plugin.yaml"),
            "apiVersion: argoproj.io/v1alpha1\nkind: ConfigManagementPlugin\nmetadata: {name: test}\nspec: {version: v1.0, generate: {command: [env]}}\n");
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.freehold.plugin.Main",
            "--file",
            file.toString(),
            "--sockets",
            directory.toString(),
            "--env",
            "REGION");
    builder.environment().put("AGENT_TOKEN", "secret");
    builder.environment().put("REGION", "eu");
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try {
      while (!Files.exists(directory.resolve("test-v1.0.sock"))) {
        assertThat(process.isAlive()).isTrue();
        process.waitFor(Duration.ofMillis(20));
      }
      var client = new PluginClient(directory, PluginLimits.CLIENT);
      String environment = client.render("test-v1.0", FOLDER, Map.of("ARGOCD_APP_NAME", "shop"));
      assertThat(environment.lines().map(line -> line.split("=", 2)[0]).collect(Collectors.toSet()))
          .containsExactlyInAnyOrder(
              "PATH", "HOME", "TMPDIR", "REGION", "ARGOCD_APP_NAME", ProcessTree.MARK);
      assertThat(environment).contains("REGION=eu").doesNotContain("secret");
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  @Test
  void a_container_with_the_agents_token_is_refused() throws IOException {
    Path token = Files.createFile(directory.resolve("token"));

    assertThatThrownBy(() -> Main.run(new String[0], Map.of(), token))
        .hasMessageContaining("this container holds the agent's credentials");
    assertThatThrownBy(() ->
            Main.run(
                new String[] {"--file", directory.resolve("none").toString()},
                Map.of(),
                directory.resolve("no-token")))
        .hasMessageStartingWith("cannot read the plugin file");
  }

  @Test
  void the_requests_of_a_server_that_stops_end_first() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      java.util.concurrent.Future<String> answer;
      try (var _ =
          server(
              script(
                  "touch %1$s/started; while [ ! -e %1$s/go ]; do sleep 0.02; done; echo late"
                      .formatted(directory)),
              LIMITS)) {
        answer = threads.submit(() -> render());
        while (!Files.exists(directory.resolve("started"))) {
          Thread.onSpinWait();
        }
        Files.createFile(directory.resolve("go"));
      }
      assertThat(answer.get()).isEqualTo("late\n");
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }
}
