package io.freehold.cli;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/**
 * The host keys that one server may show, taken from a known_hosts file. There is no trust on first
 * use: a key that is not in the file is refused.
 */
public final class HostKeys implements ServerKeyDatabase {
  private final List<PublicKey> keys;
  private final String lines;

  private HostKeys(List<PublicKey> keys, String lines) {
    this.keys = keys;
    this.lines = lines;
  }

  /**
   * The keys of a server.
   *
   * @param knownHosts text of a known_hosts file, hashed host names included
   * @throws CliException when it has none
   */
  public static HostKeys of(RegistryUrl url, String knownHosts, String origin) {
    String host = url.host().replaceAll("[\\[\\]]", "");
    String name = url.port() == RegistryUrl.DEFAULT_PORT ? host : "[" + host + "]:" + url.port();
    List<PublicKey> keys = new ArrayList<>();
    List<PublicKey> revoked = new ArrayList<>();
    try {
      for (KnownHostEntry entry :
          KnownHostEntry.readKnownHostEntries(new StringReader(knownHosts), true)) {
        PublicKey key =
            entry.isHostMatch(host, url.port())
                ? entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING)
                : null;
        // Certificate authorities, the other marker, are not keys of a host.
        if (key != null && (entry.getMarker() == null || "revoked".equals(entry.getMarker()))) {
          (entry.getMarker() == null ? keys : revoked).add(key);
        }
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new CliException(ExitCode.PREFLIGHT, origin + " is not a known_hosts file", e);
    }
    keys.removeIf(key -> revoked.stream().anyMatch(bad -> KeyUtils.compareKeys(key, bad)));
    if (keys.isEmpty()) {
      throw new CliException(
          ExitCode.PREFLIGHT,
          "%s has no key of %s; put the key that its operator publishes there, or pass another file with --known-hosts"
              .formatted(origin, name));
    }
    String lines =
        keys.stream()
            .map(key -> name + " " + PublicKeyEntry.toString(key) + "\n")
            .collect(Collectors.joining());
    return new HostKeys(List.copyOf(keys), lines);
  }

  /** The keys of a server in a file. */
  public static HostKeys read(RegistryUrl url, Path file) {
    try {
      return of(url, Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new CliException(
          ExitCode.PREFLIGHT, "cannot read " + file + "; pass a file with --known-hosts", e);
    }
  }

  /** The same keys as a known_hosts file with plain host names: what goes into the cluster. */
  public String knownHosts() {
    return lines;
  }

  @Override
  public List<PublicKey> lookup(
      String connectAddress, InetSocketAddress remoteAddress, Configuration config) {
    return keys;
  }

  @Override
  public boolean accept(
      String connectAddress,
      InetSocketAddress remoteAddress,
      PublicKey serverKey,
      Configuration config,
      CredentialsProvider provider) {
    return keys.stream().anyMatch(key -> KeyUtils.compareKeys(key, serverKey));
  }
}
