package io.freehold.cli;

import io.freehold.forge.RepositoryName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SSH address of a registry. Deploy keys are SSH keys, so nothing else will do.
 *
 * @param user login, {@code git} on all forges
 * @param host host name or address, IPv6 in brackets
 * @param port TCP port
 * @param path absolute path on the server
 */
public record RegistryUrl(String user, String host, int port, String path) {
  /** The port of SSH. */
  static final int DEFAULT_PORT = 22;

  private static final Pattern SSH =
      Pattern.compile(
          "ssh://(?:([\\w.-]+)@)?([A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+])(?::(\\d{1,5}))?(/[\\w./~-]+)");
  private static final Pattern SCP =
      Pattern.compile("([\\w.-]+)@([A-Za-z0-9.-]+):(?!//)([\\w./~-]+)");

  /**
   * Reads {@code ssh://git@host:22/owner/name.git} or {@code git@host:owner/name.git}.
   *
   * @throws IllegalArgumentException when it has another form
   */
  public static RegistryUrl parse(String text) {
    Matcher ssh = SSH.matcher(text);
    if (ssh.matches()) {
      return new RegistryUrl(
          ssh.group(1) == null ? "git" : ssh.group(1),
          ssh.group(2),
          ssh.group(3) == null ? DEFAULT_PORT : Integer.parseInt(ssh.group(3)),
          ssh.group(4));
    }
    Matcher scp = SCP.matcher(text);
    if (scp.matches()) {
      String path = scp.group(3);
      return new RegistryUrl(
          scp.group(1), scp.group(2), DEFAULT_PORT, path.startsWith("/") ? path : "/" + path);
    }
    throw new IllegalArgumentException(
        "\"%s\" is not an SSH address of a repository: write ssh://git@host/owner/registry.git or git@host:owner/registry.git (deploy keys are SSH keys)"
            .formatted(text.replaceAll("//[^/@]*@", "//***@")));
  }

  /** The repository on its forge. */
  public RepositoryName repository() {
    return RepositoryName.parse(path);
  }

  /** The address as a URL. */
  @Override
  public String toString() {
    return "ssh://" + user + "@" + host + (port == DEFAULT_PORT ? "" : ":" + port) + path;
  }
}
