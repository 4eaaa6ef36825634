package io.freehold.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a remote base as kustomize reads it: host, repository, folder in it, and {@code
 * ?ref=}. The repository ends at {@code //}, at {@code .git}, after the name that follows {@code
 * _git/}, or after two segments.
 *
 * @param repository URL of the repository
 * @param path folder in it, empty for the root
 * @param revision branch, tag or commit; empty for the default branch
 * @param submodules whether submodules belong to it
 */
record RemoteBaseUrl(String repository, String path, String revision, boolean submodules) {
  private static final Pattern HOST =
      Pattern.compile(
          "(?i)(https?://[^/]+/|ssh://[^/]+/|(?:[\\w.-]+@)?[\\w.-]+:(?!//)/*|[\\w-]+(?:\\.[\\w-]+)+/)(.*)");

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException when it is none; the message says why
   */
  static RemoteBaseUrl parse(String text) {
    String address = text.startsWith("git::") ? text.substring("git::".length()) : text;
    int question = address.indexOf('?');
    String query = question < 0 ? "" : address.substring(question + 1);
    String plain = question < 0 ? address : address.substring(0, question);
    Matcher parts = HOST.matcher(plain);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "this is no address of a repository; write https://host/owner/repository//folder?ref=tag");
    }
    String host = host(parts.group(1));
    String rest = parts.group(2);
    int end = end(rest);
    String repository = rest.substring(0, end).replaceFirst("/+$", "");
    if (repository.isEmpty()) {
      throw new IllegalArgumentException("the address names no repository");
    }
    String path = rest.substring(end).replaceFirst("^/+", "").replaceFirst("/+$", "");
    return new RemoteBaseUrl(
        host + repository, path, revision(query), !"false".equals(value(query, "submodules")));
  }

  private static String host(String written) {
    String host = written.toLowerCase(Locale.ROOT);
    if (host.equals("gh:") || host.equals("github.com:") || host.equals("github.com/")) {
      return "https://github.com/";
    }
    if (host.contains("://")) {
      return written;
    }
    if (host.endsWith("/") && !host.contains(":")) {
      return "https://" + written;
    }
    String user = written.contains("@") ? "" : "git@";
    return "ssh://" + user + written.substring(0, written.indexOf(':')) + "/";
  }

  /** Where the repository ends in what follows the host. */
  private static int end(String rest) {
    int azure = rest.indexOf("_git/");
    if (azure >= 0) {
      int slash = rest.indexOf('/', azure + "_git/".length());
      return slash < 0 ? rest.length() : slash;
    }
    int root = rest.indexOf("//");
    if (root >= 0) {
      return root;
    }
    Matcher git = Pattern.compile("\\.git(/|$)").matcher(rest);
    if (git.find()) {
      return git.start() + ".git".length();
    }
    int first = rest.indexOf('/');
    int second = first < 0 ? -1 : rest.indexOf('/', first + 1);
    return second < 0 ? rest.length() : second;
  }

  private static String revision(String query) {
    String ref = value(query, "ref");
    return ref.isEmpty() ? value(query, "version") : ref;
  }

  private static String value(String query, String name) {
    List<String> values = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        values.add(pair.substring(name.length() + 1));
      }
    }
    return values.isEmpty() ? "" : values.getFirst();
  }
}
