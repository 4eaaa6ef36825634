package io.freehold.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.errors.InvalidRefNameException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;

/** The bare repositories on disk, one folder each. */
final class Repositories {
  static final String BRANCH = "main";

  private final Path root;

  Repositories(Path root) {
    this.root = root;
  }

  void create(RepositoryName name) {
    if (exists(name)) {
      throw new LocalPlatformException("repository %s exists already".formatted(name));
    }
    try (var repository = builder(name).setInitialBranch(BRANCH).build()) {
      repository.create(true);
      // As the public forges: a client may fetch a commit that is no longer the newest, or leave
      // blobs out.
      var config = repository.getConfig();
      config.setBoolean("uploadpack", null, "allowReachableSHA1InWant", true);
      config.setBoolean("uploadpack", null, "allowFilter", true);
      config.save();
    } catch (IOException e) {
      throw new UncheckedIOException("repository " + name, e);
    } catch (InvalidRefNameException e) {
      throw new IllegalStateException(e); // the name is a constant
    }
  }

  boolean exists(RepositoryName name) {
    return Files.isRegularFile(folder(name).resolve(Constants.HEAD));
  }

  /** A handle for one user of the repository, who closes it. */
  Repository open(RepositoryName name) throws IOException {
    return builder(name).setMustExist(true).build();
  }

  Path folder(RepositoryName name) {
    return name.folder(root);
  }

  private RepositoryBuilder builder(RepositoryName name) {
    return new RepositoryBuilder().setGitDir(folder(name).toFile()).setBare();
  }
}
