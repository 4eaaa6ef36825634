package io.freehold.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * Who may do what: user keys write everywhere, a deploy key opens one repository. A key has one
 * meaning only, as on GitHub. Kept in a file, so that a restarted server knows its keys.
 */
final class AccessBook {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_KEYS = 10_000;

  private final Path file;
  private final Clock clock;
  private final List<String> users = new ArrayList<>(); // guarded by this
  private final List<DeployKey> deployKeys = new ArrayList<>(); // guarded by this
  private long lastId; // guarded by this

  AccessBook(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    if (Files.exists(file)) {
      load();
    }
  }

  synchronized void addUser(String line) {
    var key = normalised(line);
    if (users.contains(key)) {
      return;
    }
    requireUnused(key);
    users.add(key);
    save();
  }

  synchronized DeployKey addDeployKey(
      RepositoryName repository, String title, String line, boolean readOnly) {
    var key = normalised(line);
    requireUnused(key);
    var added =
        new DeployKey(++lastId, repository.toString(), title, key, readOnly, clock.instant());
    deployKeys.add(added);
    save();
    return added;
  }

  synchronized List<DeployKey> deployKeys(RepositoryName repository) {
    return deployKeys.stream()
        .filter(key -> key.repository().equals(repository.toString()))
        .toList();
  }

  Optional<DeployKey> deployKey(RepositoryName repository, long id) {
    return deployKeys(repository).stream().filter(key -> key.id() == id).findFirst();
  }

  /**
   * Says whether there was such a key. Sessions that are open already lose their right with their
   * next command.
   */
  synchronized boolean removeDeployKey(RepositoryName repository, long id) {
    var removed =
        deployKeys.removeIf(
            key -> key.id() == id && key.repository().equals(repository.toString()));
    if (removed) {
      save();
    }
    return removed;
  }

  /** Whether this key opens anything at all. */
  synchronized boolean knows(String key) {
    return users.contains(key) || deployKeys.stream().anyMatch(known -> known.key().equals(key));
  }

  /** What {@code key}, in the form of {@link #text}, may do with an existing repository. */
  synchronized Access access(String key, RepositoryName repository) {
    if (users.contains(key)) {
      return Access.WRITE;
    }
    return deployKeys.stream()
        .filter(known -> known.key().equals(key))
        .filter(known -> known.repository().equals(repository.toString()))
        .findFirst()
        .map(known -> known.readOnly() ? Access.READ : Access.WRITE)
        .orElse(Access.NOT_FOUND);
  }

  static String text(PublicKey key) {
    return PublicKeyEntry.toString(key);
  }

  private static String normalised(String line) {
    try {
      var entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(line.strip());
      if (entry != null && entry.getLoginOptions().isEmpty()) {
        return text(entry.resolvePublicKey(null, PublicKeyEntryResolver.FAILING));
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new LocalPlatformException("not a public key in OpenSSH format", e);
    }
    throw new LocalPlatformException("not a public key in OpenSSH format");
  }

  private void requireUnused(String key) {
    if (knows(key)) {
      throw new LocalPlatformException("key is already in use");
    }
    if (users.size() + deployKeys.size() >= MOST_KEYS) {
      throw new LocalPlatformException("the Git server holds its %d keys".formatted(MOST_KEYS));
    }
  }

  private synchronized void load() {
    try {
      var root = JSON.readTree(file.toFile());
      root.path("users").forEach(key -> users.add(key.asText()));
      for (var node : root.path("deployKeys")) {
        deployKeys.add(
            new DeployKey(
                node.path("id").asLong(),
                node.path("repository").asText(),
                node.path("title").asText(),
                node.path("key").asText(),
                node.path("readOnly").asBoolean(),
                Instant.parse(node.path("createdAt").asText())));
      }
      lastId = root.path("lastId").asLong();
    } catch (IOException e) {
      throw new LocalPlatformException("can not read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private synchronized void save() {
    var root = JSON.createObjectNode().put("lastId", lastId);
    users.forEach(root.putArray("users")::add);
    var keys = root.putArray("deployKeys");
    for (var key : deployKeys) {
      keys.addObject()
          .put("id", key.id())
          .put("repository", key.repository())
          .put("title", key.title())
          .put("key", key.key())
          .put("readOnly", key.readOnly())
          .put("createdAt", key.createdAt().toString());
    }
    try {
      var temporary = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(temporary, root.toPrettyString());
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
