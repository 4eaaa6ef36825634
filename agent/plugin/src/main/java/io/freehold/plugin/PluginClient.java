package io.freehold.plugin;

import io.freehold.plugin.PluginException.Code;
import io.freehold.tree.Tree;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks plugins to render folders; believes nothing they say. Thread safe. */
public final class PluginClient {
  private static final int ERROR_LENGTH = 600;

  private final Path sockets;
  private final PluginLimits limits;

  /**
   * A client.
   *
   * @param sockets folder that the plugins put their sockets into
   * @param limits what one request may cost here
   */
  public PluginClient(Path sockets, PluginLimits limits) {
    this.sockets = sockets;
    this.limits = limits;
  }

  /**
   * The YAML that a plugin gives for a folder.
   *
   * @param plugin its name
   * @param folder all of it is sent, and nothing around it
   * @param variables of its commands
   * @throws PluginException when there is none
   */
  public String render(String plugin, Tree folder, Map<String, String> variables) {
    Path socket = socket(plugin);
    List<String> files = new ArrayList<>();
    collect(folder, "", files);
    try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        Deadline deadline = new Deadline(connection, limits.time())) {
      try {
        return talk(connection, folder, files, variables);
      } catch (IOException e) {
        if (deadline.passed()) {
          throw new PluginException(
              Code.LIMIT,
              "the plugin %s gave no answer in %d s".formatted(plugin, limits.time().toSeconds()),
              e);
        }
        throw e;
      }
    } catch (IOException e) {
      throw new PluginException(
          Code.UNAVAILABLE,
          "the plugin %s does not answer (%s); look at its sidecar's log"
              .formatted(plugin, OneLine.tail(e.toString(), 200)),
          e);
    }
  }

  private Path socket(String plugin) {
    if (!PluginName.isValid(plugin)) {
      throw new PluginException(
          Code.INPUT,
          "spec.sources[].plugin.name is not a plugin's name; write that of its socket");
    }
    Path socket = PluginName.socket(sockets, plugin);
    try {
      // Plugins share the folder: a link of one of them must not lead elsewhere.
      if (Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther()) {
        return socket;
      }
    } catch (IOException _) {
      // Not there.
    }
    throw new PluginException(
        Code.UNAVAILABLE,
        "no plugin %s is configured; its sidecar must put %s into %s"
            .formatted(plugin, socket.getFileName(), sockets));
  }

  private void collect(Tree folder, String path, List<String> files) {
    for (Tree.Entry entry : folder.list(path)) {
      switch (entry.type()) {
        case FILE -> files.add(entry.path());
        case DIRECTORY -> collect(folder, entry.path(), files);
        case SYMLINK, SUBMODULE ->
            throw new PluginException(
                Code.INPUT,
                entry.path()
                    + ": a symbolic link or submodule is not sent to a plugin; put the files here");
      }
      if (files.size() > limits.files()) {
        throw new PluginException(
            Code.LIMIT, "the folder has more than " + limits.files() + " files; split it");
      }
    }
  }

  private String talk(
      SocketChannel connection, Tree folder, List<String> files, Map<String, String> variables)
      throws IOException {
    var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(connection)));
    try {
      send(connection, folder, files, variables);
    } catch (IOException e) {
      // It may have said why it takes no more.
      try {
        return receive(in);
      } catch (IOException unsaid) {
        e.addSuppressed(unsaid);
        throw e;
      }
    }
    return receive(in);
  }

  private void send(
      SocketChannel connection, Tree folder, List<String> files, Map<String, String> variables)
      throws IOException {
    var out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(connection)));
    out.writeInt(Wire.MAGIC);
    Wire.variables(out, variables);
    out.writeInt(files.size());
    long left = limits.bytes();
    for (String file : files) {
      byte[] bytes = folder.read(file);
      left -= bytes.length;
      if (left < 0) {
        throw new PluginException(
            Code.LIMIT, "the folder has more than " + limits.bytes() + " bytes; split it");
      }
      Wire.text(out, file);
      Wire.content(out, bytes);
    }
    out.flush();
  }

  private String receive(DataInputStream in) throws IOException {
    byte status = in.readByte();
    return switch (status) {
      case Wire.YAML -> Wire.text(in, limits.result());
      case Wire.FAILED -> throw new PluginException(Code.FAILED, error(in));
      case Wire.LIMIT -> throw new PluginException(Code.LIMIT, error(in));
      default -> throw new IOException("it says what is no answer");
    };
  }

  private static String error(DataInputStream in) throws IOException {
    return OneLine.tail(Wire.text(in, Wire.TEXT_LIMIT), ERROR_LENGTH);
  }
}
