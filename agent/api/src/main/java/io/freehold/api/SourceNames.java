package io.freehold.api;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How repositories and patterns of them are spelled when they are compared. */
final class SourceNames {
  private static final Pattern SCP = Pattern.compile("([\\w.*-]+@)?([\\w.*-]+):(?!//|\\d+/)/*(.*)");
  private static final Pattern URL = Pattern.compile("([a-z][a-z0-9+.-]*)://([^/]*)(.*)");

  /** What lets an address look like another one. */
  private static final Pattern DECEPTIVE =
      Pattern.compile(".*([?#%\\\\\\s]|/\\.{0,2}/|/\\.\\.?$).*");

  private final PatternList patterns;
  private final boolean registry;
  private final boolean everything;

  /**
   * @param written as in {@link ProjectSpec#sources}
   */
  SourceNames(List<String> written) {
    this.registry = written.contains(ProjectSpec.REGISTRY);
    this.everything =
        written.contains("*") && written.stream().noneMatch(each -> each.startsWith("!"));
    this.patterns =
        new PatternList(
            written.stream()
                .filter(pattern -> !pattern.equals(ProjectSpec.REGISTRY))
                .map(SourceNames::pattern)
                .toList(),
            '/');
  }

  /**
   * Whether a repository is among them.
   *
   * @param own the cluster's own registry
   */
  boolean contain(String url, String own) {
    return everything
        || (registry && normal(url).equals(normal(own)))
        || (!isDeceptive(url) && patterns.contains(normal(url)));
  }

  /** Whether it cannot be told for sure which repository is meant. */
  static boolean isDeceptive(String url) {
    Matcher parts = URL.matcher(normal(url));
    return !parts.matches()
        || parts.group(2).endsWith(".")
        || DECEPTIVE.matcher(parts.group(2) + parts.group(3)).matches();
  }

  /** Whether two addresses mean the same repository. */
  static boolean isSame(String one, String other) {
    return normal(one).equals(normal(other));
  }

  private static String pattern(String written) {
    return written.startsWith("!") ? "!" + normal(written.substring(1)) : normal(written);
  }

  /**
   * Small letters; {@code git@host:path} as {@code ssh://host/path}, {@code host/path} as {@code
   * oci://host/path}; without user, usual port, and {@code .git} or slash at the end.
   */
  private static String normal(String written) {
    String url = written.strip().toLowerCase(Locale.ROOT);
    if (!url.contains("://")) {
      Matcher scp = SCP.matcher(url);
      url =
          scp.matches()
              ? "ssh://" + scp.group(2) + "/" + scp.group(3)
              : url.startsWith("*") ? url : "oci://" + url;
    }
    Matcher parts = URL.matcher(url);
    if (parts.matches()) {
      String host = parts.group(2).substring(parts.group(2).lastIndexOf('@') + 1);
      url = parts.group(1) + "://" + withoutPort(parts.group(1), host) + parts.group(3);
    }
    url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return url.endsWith(".git") ? url.substring(0, url.length() - 4) : url;
  }

  private static String withoutPort(String scheme, String host) {
    String usual =
        switch (scheme) {
          case "https", "oci" -> ":443";
          case "http" -> ":80";
          case "ssh" -> ":22";
          default -> ":";
        };
    return host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host;
  }
}
