package io.freehold.testkit;

import io.freehold.local.GitServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a Git server over SSH in a temporary directory:
 * {@code @ExtendWith(TestGitServer.class)}, then a parameter {@link GitServer}, one for the whole
 * test class, or {@link TestRepository}, a new empty repository on it for every parameter.
 */
public final class TestGitServer implements ParameterResolver {
  private static final Namespace KEY = Namespace.create(TestGitServer.class);
  private static final AtomicInteger REPOSITORIES = new AtomicInteger();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == GitServer.class || type == TestRepository.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var running =
        OutermostClass.contextOf(context)
            .getStore(KEY)
            .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
    return parameter.getParameter().getType() == GitServer.class
        ? running.server()
        : running.newRepository();
  }

  /** The server of one test class, closed by JUnit. */
  private record Running(Path directory, GitServer server) implements AutoCloseable {
    static Running start() {
      try {
        var directory = Files.createTempDirectory("freehold-git-");
        return new Running(directory, GitServer.start(directory.resolve("server")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    TestRepository newRepository() {
      var name = "test/r" + REPOSITORIES.incrementAndGet();
      server.createRepository(name);
      return new TestRepository(server, name, directory.resolve("credentials"));
    }

    @Override
    public void close() {
      server.close();
      Folders.delete(directory);
    }
  }
}
