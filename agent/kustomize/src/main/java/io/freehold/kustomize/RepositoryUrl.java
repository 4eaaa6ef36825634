package io.freehold.kustomize;

import java.util.regex.Pattern;

/** Recognises addresses of bases outside of the tree. */
final class RepositoryUrl {
  private static final Pattern REMOTE =
      Pattern.compile(
          "(?i)(git::|https?://|ssh://|git://|file://|git@|[\\w.-]+@[\\w.-]+:|github\\.com[/:]|gh:|"
              + "gitlab\\.com/|bitbucket\\.org/|dev\\.azure\\.com/).*|.*\\.git(//|/|\\?|$).*|.*\\?ref=.*");

  private RepositoryUrl() {}

  static boolean looksRemote(String name) {
    return REMOTE.matcher(name).matches();
  }

  /** Whether it is the address of one file, which is never read. */
  static boolean isHttp(String name) {
    return name.startsWith("http://") || name.startsWith("https://");
  }
}
