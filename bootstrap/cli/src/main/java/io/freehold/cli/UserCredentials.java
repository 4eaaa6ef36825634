package io.freehold.cli;

import io.freehold.source.BoundCredentials;
import io.freehold.source.CredentialStore;
import io.freehold.source.GitCredentials;
import io.freehold.source.SourceException;
import io.freehold.source.UrlPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Credentials of repositories on the operator's machine: a folder with one folder each, with the
 * files that the Secrets of a cluster have as entries.
 */
final class UserCredentials {
  private static final String VARIABLE = "FREEHOLD_CREDENTIALS";

  private UserCredentials() {}

  /**
   * Those of a folder; of {@code $FREEHOLD_CREDENTIALS} when none is named; else none.
   *
   * @throws CliException when a folder cannot be used; the message names it and quotes nothing
   */
  static CredentialStore of(@Nullable Path folder) {
    String variable = System.getenv(VARIABLE);
    Path place =
        folder != null || variable == null || variable.isBlank() ? folder : Path.of(variable);
    if (place == null) {
      return CredentialStore.of();
    }
    List<BoundCredentials> all = read(place);
    return () -> all;
  }

  private static List<BoundCredentials> read(Path place) {
    List<BoundCredentials> all = new ArrayList<>();
    try (var entries = Files.list(place)) {
      for (Path entry : entries.filter(Files::isDirectory).sorted().toList()) {
        String url = Files.readString(entry.resolve("url")).strip();
        all.add(new BoundCredentials(UrlPrefix.parse(url), GitCredentials.read(entry)));
      }
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE,
          "the credentials in %s cannot be read; each is a folder with a file url: %s"
              .formatted(place, e.getMessage()),
          e);
    } catch (SourceException e) {
      throw new CliException(ExitCode.USAGE, place + ": " + e.getMessage(), e);
    }
    return all;
  }
}
