package io.freehold.plugin;

import io.freehold.plugin.PluginException.Code;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Answers requests on a Unix socket, each with a folder and processes of its own. */
final class PluginServer implements AutoCloseable {
  private static final Pattern VARIABLE = Pattern.compile("(ARGOCD|PARAM|KUBE)_[A-Za-z0-9_]+");

  private final PluginFile plugin;
  private final PluginLimits limits;
  private final Map<String, String> environment;
  private final Consumer<String> log;
  private final Semaphore turns;
  private final Path socket;
  private final ServerSocketChannel server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Listens, and answers from now on.
   *
   * @param sockets folder of the socket
   * @param atOnce requests that run at once; others wait
   * @param environment what commands see besides the application's variables
   * @param log one line each
   * @throws IOException when the socket cannot be made
   */
  PluginServer(
      PluginFile plugin,
      Path sockets,
      PluginLimits limits,
      int atOnce,
      Map<String, String> environment,
      Consumer<String> log)
      throws IOException {
    this.plugin = plugin;
    this.limits = limits;
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.turns = new Semaphore(atOnce);
    this.socket = PluginName.socket(sockets, plugin.name());
    this.server = listen(socket);
    threads.execute(this::accept);
  }

  /** The socket gets its name when it is ready; that of the container's last run is replaced. */
  private static ServerSocketChannel listen(Path socket) throws IOException {
    Path fresh = socket.resolveSibling("." + socket.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(fresh));
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-rw----"));
      Files.move(fresh, socket, StandardCopyOption.ATOMIC_MOVE);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** A connection is taken only when there is a turn for it; the others wait in the kernel. */
  private void accept() {
    while (server.isOpen()) {
      turns.acquireUninterruptibly();
      boolean taken = false;
      try {
        SocketChannel connection = server.accept();
        threads.execute(() -> {
          try (connection) {
            serve(connection);
          } catch (IOException | RuntimeException e) {
            log.accept("a request was given up: " + OneLine.tail(e.toString(), 300));
          } finally {
            turns.release();
          }
        });
        taken = true;
      } catch (IOException | RuntimeException e) {
        if (server.isOpen()) {
          log.accept("a connection was not taken: " + OneLine.tail(e.toString(), 300));
        }
      } finally {
        if (!taken) {
          turns.release();
        }
      }
    }
  }

  private void serve(SocketChannel connection) throws IOException {
    byte status = Wire.YAML;
    String text;
    try {
      text = answer(connection);
    } catch (PluginException e) {
      status = e.code() == Code.LIMIT ? Wire.LIMIT : Wire.FAILED;
      text = String.valueOf(e.getMessage());
    }
    try (var _ = new Deadline(connection, limits.time())) {
      var out =
          new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(connection)));
      out.writeByte(status);
      Wire.text(out, text);
      out.flush();
    }
  }

  private String answer(SocketChannel connection) throws IOException {
    try (RequestFolder folder = RequestFolder.create()) {
      Map<String, String> variables;
      try (var _ = new Deadline(connection, limits.time())) {
        var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(connection)));
        if (in.readInt() != Wire.MAGIC) {
          throw new IOException("this is no request");
        }
        variables = Wire.variables(in);
        folder.unpack(in, limits);
      }
      String id = UUID.randomUUID().toString();
      var commands =
          new CommandRun(folder, environment(folder, variables, id), new ProcessTree(id), limits);
      return generate(folder, commands);
    }
  }

  private String generate(RequestFolder folder, CommandRun commands) throws IOException {
    if (!new Discovery(plugin.discover()).matches(folder, commands)) {
      throw new PluginException(
          Code.FAILED, "the folder is not for this plugin: its spec.discover finds nothing in it");
    }
    if (!plugin.init().isEmpty()) {
      commands.run("init", plugin.init());
    }
    return commands.run("generate", plugin.generate());
  }

  /** Names outside the plugin contract are refused: they could change what the commands are. */
  private Map<String, String> environment(
      RequestFolder folder, Map<String, String> variables, String id) {
    var all = new HashMap<>(environment);
    variables.forEach((name, value) -> {
      if (!VARIABLE.matcher(name).matches()
          || value.getBytes(StandardCharsets.UTF_8).length >= Wire.TEXT_LIMIT) {
        throw new PluginException(
            Code.FAILED, "a variable has a name that is not allowed, or is too long");
      }
      all.put(name, value);
    });
    all.put("HOME", folder.home().toString());
    all.put("TMPDIR", folder.home().toString());
    all.put(ProcessTree.MARK, id);
    return all;
  }

  /** Takes no more requests, and waits for those under way. */
  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
    threads.close();
  }
}
