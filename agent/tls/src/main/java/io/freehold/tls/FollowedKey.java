package io.freehold.tls;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and key of {@code tls.crt} and {@code tls.key}. They are read anew when they have
 * changed; while the new ones cannot be used the old ones stay. Thread safe.
 */
final class FollowedKey extends X509ExtendedKeyManager {
  private static final Logger log = LoggerFactory.getLogger(FollowedKey.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
  private static final String ALIAS = "key";

  private final Path certificate;
  private final Path key;
  private final InstantSource clock;
  // A handshake asks several times, and must get one pair: aliases carry the generation.
  private final Map<Long, X509ExtendedKeyManager> generations = new ConcurrentHashMap<>();
  // Guarded by this.
  private String seen = "";
  private Instant looked;
  private volatile long newest;

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException when they cannot be used; the message names the file
   */
  FollowedKey(Path folder, InstantSource clock) {
    this.certificate = folder.resolve(TlsFolder.CERTIFICATE);
    this.key = folder.resolve(TlsFolder.KEY);
    this.clock = clock;
    this.looked = clock.instant();
    String now = stamp();
    generations.put(0L, read());
    this.seen = now;
  }

  private X509ExtendedKeyManager read() {
    List<X509Certificate> chain = TlsFolder.parse(certificate, Pem::certificates);
    PrivateKey secret = TlsFolder.parse(key, Pem::key);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(ALIAS, secret, new char[0], chain.toArray(Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      for (KeyManager manager : factory.getKeyManagers()) {
        if (manager instanceof X509ExtendedKeyManager usable) {
          return usable;
        }
      }
      throw new IllegalStateException("the platform has no X.509 key manager");
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          certificate + " and " + key + " cannot be used together", e);
    }
  }

  /** What tells whether the files are others: kubelet replaces a link, others write in place. */
  private String stamp() {
    try {
      return Files.getLastModifiedTime(certificate)
          + " "
          + Files.getLastModifiedTime(key)
          + " "
          + certificate.toRealPath();
    } catch (IOException _) {
      return "";
    }
  }

  private synchronized void look() {
    Instant now = clock.instant();
    if (Duration.between(looked, now).compareTo(BETWEEN_LOOKS) < 0) {
      return;
    }
    looked = now;
    String stamp = stamp();
    if (stamp.equals(seen)) {
      return;
    }
    seen = stamp;
    try {
      X509ExtendedKeyManager next = read();
      long generation = newest + 1;
      generations.put(generation, next);
      generations.remove(generation - 2);
      newest = generation;
      log.info("{} was replaced and is used from now on", certificate);
    } catch (IllegalArgumentException e) {
      log.warn("The one before stays in use: {}", e.getMessage());
    }
  }

  private @Nullable String current(@Nullable String alias) {
    return alias == null ? null : newest + " " + alias;
  }

  private X509ExtendedKeyManager newest() {
    look();
    return of(newest);
  }

  private X509ExtendedKeyManager of(long generation) {
    X509ExtendedKeyManager manager = generations.get(generation);
    // Two are kept: a handshake that lasts longer than that gets the newest pair, and may fail.
    return manager != null ? manager : requireNonNull(generations.get(newest));
  }

  private X509ExtendedKeyManager of(String alias) {
    return of(Long.parseLong(alias.substring(0, alias.indexOf(' '))));
  }

  private static String plain(String alias) {
    return alias.substring(alias.indexOf(' ') + 1);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String type, Principal @Nullable [] issuers, SSLEngine engine) {
    return current(newest().chooseEngineServerAlias(type, issuers, engine));
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
    return current(newest().chooseEngineClientAlias(types, issuers, engine));
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, Socket socket) {
    return current(newest().chooseServerAlias(type, issuers, socket));
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, Socket socket) {
    return current(newest().chooseClientAlias(types, issuers, socket));
  }

  @Override
  public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
    return all(newest().getServerAliases(type, issuers));
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
    return all(newest().getClientAliases(type, issuers));
  }

  private String @Nullable [] all(String @Nullable [] aliases) {
    return aliases == null
        ? null
        : Arrays.stream(aliases).map(alias -> newest + " " + alias).toArray(String[]::new);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return of(alias).getCertificateChain(plain(alias));
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return of(alias).getPrivateKey(plain(alias));
  }
}
