package io.freehold.notify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Secrets of the plane: files of one folder, and environment variables whose names say that they
 * are for rules. Rules are written by whoever may push to the registry: nothing else of the plane's
 * environment or disk can be named.
 *
 * @param directory the folder; empty for none
 * @param environment the environment
 */
public record SecretsFolder(Optional<Path> directory, Map<String, String> environment)
    implements Secrets {
  private static final Pattern VARIABLE = Pattern.compile("FREEHOLD_SECRET_[A-Z0-9_]{1,100}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");
  private static final int MAX_BYTES = 16 * 1024;

  public SecretsFolder {
    environment = Map.copyOf(environment);
  }

  /** Why a reference cannot name a secret; empty when it can. */
  static String problem(SecretRef reference) {
    if (reference.env().isEmpty() == reference.file().isEmpty()) {
      return "must name env or file";
    }
    if (!reference.env().isEmpty() && !VARIABLE.matcher(reference.env()).matches()) {
      return "env must be a variable that begins with FREEHOLD_SECRET_";
    }
    return reference.file().isEmpty() || FILE.matcher(reference.file()).matches()
        ? ""
        : "file must be the name of a file in FREEHOLD_SECRETS_DIR";
  }

  @Override
  public Optional<String> read(SecretRef reference) {
    if (!problem(reference).isEmpty()) {
      return Optional.empty();
    }
    Optional<String> text =
        reference.file().isEmpty()
            ? Optional.ofNullable(environment.get(reference.env()))
            : directory.flatMap(folder -> read(folder, reference.file()));
    return text.map(String::strip).filter(secret -> !secret.isEmpty());
  }

  private static Optional<String> read(Path folder, String name) {
    try {
      // Mounted secrets are links inside of their folder; others lead out of it.
      Path file = folder.resolve(name).toRealPath();
      if (!file.startsWith(folder.toRealPath())
          || !Files.isRegularFile(file)
          || Files.size(file) > MAX_BYTES) {
        return Optional.empty();
      }
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Without the environment. */
  @Override
  public String toString() {
    return "secrets of " + directory.map(Path::toString).orElse("the environment");
  }
}
