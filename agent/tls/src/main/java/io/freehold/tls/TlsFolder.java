package io.freehold.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A folder with {@code tls.crt} and {@code tls.key}, with {@code ca.crt}, or with all three. */
public final class TlsFolder {
  /** Own certificate, followed by those up to a root. */
  public static final String CERTIFICATE = "tls.crt";

  /** Private key of the own certificate. */
  public static final String KEY = "tls.key";

  /** Certificates that others' must lead to. */
  public static final String TRUST = "ca.crt";

  private static final long MAX_BYTES = 1 << 20;

  private TlsFolder() {}

  /**
   * TLS for a listener.
   *
   * @param folder holds the listener's certificate and key
   * @param clients file of the certificates that clients' must lead to; null when they need none
   * @throws IllegalArgumentException when a file cannot be used; the message names it
   */
  public static SSLContext server(Path folder, @Nullable Path clients, InstantSource clock) {
    return context(
        new KeyManager[] {new FollowedKey(folder, clock)}, clients == null ? null : trust(clients));
  }

  /**
   * TLS for a client; empty when there is nothing in the folder that differs from the platform's.
   *
   * @param folder may hold a certificate to show, and whom to trust in the place of the platform's
   *     authorities; need not exist
   * @throws IllegalArgumentException when a file cannot be used; the message names it
   */
  public static Optional<SSLContext> client(Path folder, InstantSource clock) {
    boolean shows = Files.exists(folder.resolve(CERTIFICATE));
    boolean trusts = Files.exists(folder.resolve(TRUST));
    return shows || trusts
        ? Optional.of(
            context(
                shows ? new KeyManager[] {new FollowedKey(folder, clock)} : null,
                trusts ? trust(folder.resolve(TRUST)) : null))
        : Optional.empty();
  }

  private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform has no TLS", e);
    }
  }

  private static TrustManager[] trust(Path file) {
    List<X509Certificate> certificates = parse(file, Pem::certificates);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("ca-" + i, certificates.get(i));
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(file + ": its certificates cannot be used", e);
    }
  }

  static <T> T parse(Path file, Function<String, T> parser) {
    String text;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException(file + ": it is larger than " + MAX_BYTES + " bytes");
      }
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": it cannot be read", e);
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
