package io.freehold.source;

import java.util.List;
import java.util.Map;
import org.eclipse.jgit.transport.SshConfigStore;
import org.jspecify.annotations.Nullable;

/**
 * The one SSH configuration there is, whatever the machine's own files say: which key exchanges are
 * asked for first. Left alone, the library prefers sntrup761, whose Java form takes a third of a
 * CPU second for each connection, and polling connects again and again; ML-KEM protects against the
 * same recordings and is cheap. It stays as the last resort.
 */
final class FixedSshConfig implements SshConfigStore, SshConfigStore.HostConfig {
  private static final String KEY_EXCHANGES = "KexAlgorithms";

  // A leading ^ means: before the others.
  private static final String CHEAP_FIRST =
      "^mlkem768x25519-sha256,curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256";

  @Override
  public HostConfig lookup(String hostName, int port, String userName) {
    return this;
  }

  @Override
  public HostConfig lookupDefault(String hostName, int port, String userName) {
    return this;
  }

  @Override
  public @Nullable String getValue(String key) {
    return key.equalsIgnoreCase(KEY_EXCHANGES) ? CHEAP_FIRST : null;
  }

  @Override
  public List<String> getValues(String key) {
    String value = getValue(key);
    return value == null ? List.of() : List.of(value);
  }

  @Override
  public Map<String, String> getOptions() {
    return Map.of(KEY_EXCHANGES, CHEAP_FIRST);
  }

  @Override
  public Map<String, List<String>> getMultiValuedOptions() {
    return Map.of();
  }
}
