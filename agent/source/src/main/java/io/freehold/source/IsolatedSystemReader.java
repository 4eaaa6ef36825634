package io.freehold.source;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps JGit away from the Git configuration of the machine and its user, which it would read and
 * even write.
 */
final class IsolatedSystemReader extends SystemReader.Delegate {
  private IsolatedSystemReader(SystemReader delegate) {
    super(delegate);
  }

  /** Takes effect for the whole JVM: JGit knows only one reader. */
  static synchronized void install() {
    if (!(SystemReader.getInstance() instanceof IsolatedSystemReader)) {
      SystemReader.setInstance(new IsolatedSystemReader(SystemReader.getInstance()));
    }
  }

  @Override
  public String getenv(String variable) {
    return variable.startsWith("GIT_") || variable.equals("SSH_AUTH_SOCK")
        ? absent()
        : super.getenv(variable);
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new NoConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new NoConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new NoConfig(parent, fs);
  }

  @SuppressWarnings("NullAway") // getenv answers null for a variable that is not set
  private static String absent() {
    return null;
  }

  /** Always empty, never saved. */
  private static final class NoConfig extends FileBasedConfig {
    @SuppressWarnings("NullAway") // there is no file
    private NoConfig(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
