package io.freehold.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one fetch or push, or says in the words of the public forges why it does not. */
final class GitCommand implements Command {
  private static final Logger LOG = LoggerFactory.getLogger(GitCommand.class);
  private static final int TIMEOUT_SECONDS = 60;
  private static final long LARGEST_PACK = 512L << 20;
  private static final long LARGEST_OBJECT = 64L << 20;

  private final GitAccess access;
  private final String line;
  private @Nullable InputStream input;
  private @Nullable OutputStream output;
  private @Nullable OutputStream errors;
  private @Nullable ExitCallback exit;

  GitCommand(GitAccess access, String line) {
    this.access = access;
    this.line = line;
  }

  @Override
  public void setInputStream(InputStream in) {
    input = in;
  }

  @Override
  public void setOutputStream(OutputStream out) {
    output = out;
  }

  @Override
  public void setErrorStream(OutputStream err) {
    errors = err;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    var protocol = environment.getEnv().getOrDefault("GIT_PROTOCOL", "");
    Thread.ofVirtual()
        .name("git " + line)
        .start(() -> run(channel, List.of(protocol.split(":", -1))));
  }

  @Override
  public void destroy(ChannelSession channel) {
    // The end of the channel ends the input. An interrupt could leave a lock file in the
    // repository.
  }

  private void run(ChannelSession channel, List<String> protocol) {
    var callback = Objects.requireNonNull(exit);
    try {
      var refusal = serve(channel, protocol);
      if (refusal.isEmpty()) {
        callback.onExit(0);
      } else {
        var stream = Objects.requireNonNull(errors);
        stream.write(("ERROR: " + refusal + "\n").getBytes(StandardCharsets.UTF_8));
        stream.flush();
        callback.onExit(1);
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} ended early", line, e);
      callback.onExit(128);
    }
  }

  /** Answers why the command is refused; empty if it was served. */
  private String serve(ChannelSession channel, List<String> protocol) throws IOException {
    var command = GitCommandLine.parse(line);
    if (command.isEmpty()) {
      return "Only git-upload-pack and git-receive-pack are served here.";
    }
    var name = RepositoryName.parse(command.get().path());
    if (name.isEmpty()) {
      return "Repository not found.";
    }
    var right = access.of(channel.getServerSession(), name.get());
    if (right == Access.NOT_FOUND) {
      return "Repository not found.";
    }
    switch (command.get().service()) {
      case FETCH -> fetch(name.get(), protocol);
      case PUSH -> {
        if (right == Access.READ) {
          return "The key you are authenticating with has been marked as read only.";
        }
        push(name.get());
      }
    }
    return "";
  }

  private void fetch(RepositoryName name, List<String> protocol) throws IOException {
    try (var repository = access.repositories().open(name)) {
      var pack = new UploadPack(repository);
      pack.setTimeout(TIMEOUT_SECONDS);
      pack.setExtraParameters(protocol);
      pack.upload(input, output, errors);
    }
  }

  private void push(RepositoryName name) throws IOException {
    try (var repository = access.repositories().open(name)) {
      var pack = new ReceivePack(repository);
      pack.setTimeout(TIMEOUT_SECONDS);
      pack.setMaxPackSizeLimit(LARGEST_PACK);
      pack.setMaxObjectSizeLimit(LARGEST_OBJECT);
      pack.setPostReceiveHook((_, _) -> access.pushed().accept(name));
      pack.receive(input, output, errors);
    }
  }
}
