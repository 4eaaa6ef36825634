package io.freehold.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.plugin.PluginException.Code;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent's side against plugins that mean it harm. */
@Timeout(60)
class PluginClientTest {
  private static final FileTree FOLDER = new FileTree(Map.of("app.txt", "hello"));

  @TempDir private Path directory;

  private void render(FileTree folder, PluginLimits limits) {
    new PluginClient(directory, limits).render("test", folder, Map.of());
  }

  /** A server that says the given bytes to whoever connects, and never closes. */
  private ServerSocketChannel hostile(byte... answer) throws IOException {
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(directory.resolve("test.sock")));
    Thread.ofVirtual()
        .start(() -> {
          try (var connection = server.accept()) {
            connection.write(ByteBuffer.wrap(answer));
            Thread.sleep(Duration.ofMinutes(1));
          } catch (IOException | InterruptedException _) {
            // The test has ended.
          }
        });
    return server;
  }

  private void assertRefused(PluginLimits limits, Code code, String message) {
    assertThatThrownBy(() -> render(FOLDER, limits))
        .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void an_answer_that_is_too_large_is_not_read() throws IOException {
    try (var _ = hostile((byte) 'y', (byte) 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff)) {
      assertRefused(PluginLimits.CLIENT, Code.LIMIT, "2147483647 bytes where 16777216 are allowed");
    }
  }

  @Test
  void an_answer_that_never_ends_is_given_up() throws IOException {
    try (var _ = hostile((byte) 'y', (byte) 0, (byte) 0, (byte) 0, (byte) 9, (byte) 'a')) {
      assertRefused(
          PluginLimits.CLIENT.withTime(Duration.ofSeconds(1)),
          Code.LIMIT,
          "the plugin test gave no answer in 1 s");
    }
  }

  @Test
  void what_is_no_answer_is_refused() throws IOException {
    try (var _ = hostile((byte) 'x')) {
      assertRefused(PluginLimits.CLIENT, Code.UNAVAILABLE, "it says what is no answer");
    }
  }

  @Test
  void an_error_is_one_clean_line() throws IOException {
    byte[] answer = {'f', 0, 0, 0, 6, 'a', '\n', 27, '[', 'b', '\0'};
    try (var _ = hostile(answer)) {
      assertThatThrownBy(() -> render(FOLDER, PluginLimits.CLIENT)).hasMessage("a [b");
    }
  }

  @Test
  void only_a_socket_of_that_name_is_asked() throws IOException {
    assertRefused(
        PluginLimits.CLIENT,
        Code.UNAVAILABLE,
        "no plugin test is configured; its sidecar must put test.sock into " + directory);
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(directory.resolve("other")));
      Files.createSymbolicLink(directory.resolve("test.sock"), directory.resolve("other"));
      assertRefused(PluginLimits.CLIENT, Code.UNAVAILABLE, "no plugin test is configured");
    }
    assertThatThrownBy(
            () -> new PluginClient(directory, PluginLimits.CLIENT).render("../x", FOLDER, Map.of()))
        .hasMessageContaining("is not a plugin's name");
  }

  @Test
  void links_and_folders_that_are_too_large_are_not_sent() throws IOException {
    try (var _ = hostile()) {
      assertThatThrownBy(() -> render(new FileTree(Map.of("a/b", "->")), PluginLimits.CLIENT))
          .hasMessageStartingWith("a/b: a symbolic link or submodule is not sent");
      assertRefused(
          new PluginLimits(5, 4, 10, Duration.ofSeconds(5)), Code.LIMIT, "more than 4 bytes");
      assertThatThrownBy(() ->
              render(
                  new FileTree(Map.of("a", "", "b", "")),
                  new PluginLimits(1, 4, 10, Duration.ofSeconds(5))))
          .hasMessage("the folder has more than 1 files; split it");
    }
  }
}
