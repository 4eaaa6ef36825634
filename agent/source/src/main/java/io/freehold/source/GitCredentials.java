package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a repository is read with; empty text where there is nothing.
 *
 * @param identity OpenSSH private key
 * @param knownHosts pinned SSH host keys in the format of OpenSSH's known_hosts
 * @param username user name for HTTP
 * @param password password or token for HTTP
 * @param certificates PEM certificates that the server's chain must lead to, instead of the
 *     platform's
 */
public record GitCredentials(
    String identity, String knownHosts, String username, String password, String certificates) {
  /** Nothing: public repositories over HTTPS. */
  public static final GitCredentials NONE = new GitCredentials("", "", "", "", "");

  private static final int SHORTEST_SECRET = 4;

  /**
   * Reads a folder with the files {@code identity} and {@code known_hosts}, or {@code username} and
   * {@code password}, and optionally {@code ca.crt}. Files of a mounted Secret may be replaced at
   * any time, so read it again for each use.
   *
   * @throws SourceException with code {@code CREDENTIALS} when the folder or a file cannot be read
   *     or belongs to no pair
   */
  public static GitCredentials read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new SourceException(
          Code.CREDENTIALS, "there is no credentials folder " + folder + "; create it");
    }
    var credentials =
        new GitCredentials(
            file(folder, "identity"),
            file(folder, "known_hosts"),
            file(folder, "username").strip(),
            file(folder, "password").strip(),
            file(folder, "ca.crt"));
    if (!credentials.identity.isBlank() && credentials.knownHosts.isBlank()) {
      throw new SourceException(
          Code.CREDENTIALS,
          "the folder "
              + folder
              + " has an identity but no known_hosts; add the server's host key, it is never guessed");
    }
    return credentials;
  }

  /** The texts that must not appear in messages. */
  List<String> secrets() {
    return Stream.of(password, identity.strip())
        .filter(text -> text.length() >= SHORTEST_SECRET)
        .toList();
  }

  private static String file(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      return "";
    } catch (IOException e) {
      throw new SourceException(
          Code.CREDENTIALS, "the file " + file + " cannot be read; check its permissions", e);
    }
  }

  /** Which parts there are, without their content. */
  @Override
  public String toString() {
    return "GitCredentials[identity="
        + !identity.isBlank()
        + ", knownHosts="
        + !knownHosts.isBlank()
        + ", username="
        + !username.isEmpty()
        + ", password="
        + !password.isEmpty()
        + ", certificates="
        + !certificates.isBlank()
        + "]";
  }
}
