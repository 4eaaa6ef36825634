package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.jspecify.annotations.Nullable;

/**
 * The host keys that are trusted for one repository's host. Connections of a repository go nowhere
 * else (there is no SSH configuration that could redirect them), so the host of the URL is what the
 * lines are matched with.
 */
final class PinnedHostKeys implements ServerKeyDatabase {
  private static final String REVOKED = "revoked";

  private final List<PublicKey> trusted = new ArrayList<>();
  private final List<PublicKey> revoked = new ArrayList<>();
  private volatile @Nullable String refused;

  PinnedHostKeys(GitUrl url, String knownHosts) {
    try (var reader = new BufferedReader(new StringReader(knownHosts))) {
      for (KnownHostEntry entry : KnownHostEntry.readKnownHostEntries(reader)) {
        if (entry.isHostMatch(url.host(), url.port())) {
          add(entry);
        }
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new SourceException(
          Code.CREDENTIALS, "known_hosts has a line that cannot be read; correct it", e);
    }
    if (trusted.isEmpty()) {
      throw new SourceException(
          Code.HOST_KEY,
          "known_hosts has no key for %s; get it from the server's administrator and add it"
              .formatted(name(url)));
    }
  }

  private void add(KnownHostEntry entry) throws IOException, GeneralSecurityException {
    String marker = entry.getMarker() == null ? "" : entry.getMarker();
    var key = entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
    if (key == null) {
      return;
    }
    if (marker.equals(REVOKED)) {
      revoked.add(key);
    } else if (marker.isEmpty()) {
      trusted.add(key);
    }
  }

  /** The fingerprint of the last key that was refused. */
  Optional<String> refused() {
    return Optional.ofNullable(refused);
  }

  void forget() {
    refused = null;
  }

  @Override
  public List<PublicKey> lookup(
      String connectAddress, InetSocketAddress remoteAddress, Configuration config) {
    return List.copyOf(trusted);
  }

  @Override
  public boolean accept(
      String connectAddress,
      InetSocketAddress remoteAddress,
      PublicKey serverKey,
      Configuration config,
      CredentialsProvider provider) {
    boolean accepted =
        trusted.stream().anyMatch(key -> KeyUtils.compareKeys(key, serverKey))
            && revoked.stream().noneMatch(key -> KeyUtils.compareKeys(key, serverKey));
    if (!accepted) {
      refused = KeyUtils.getFingerPrint(serverKey);
    }
    return accepted;
  }

  /** The host as known_hosts names it. */
  static String name(GitUrl url) {
    return url.port() == 22 ? url.host() : "[" + url.host() + "]:" + url.port();
  }
}
