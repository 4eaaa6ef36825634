package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Trust in given certificates instead of the platform's. */
final class Certificates {
  private Certificates() {}

  /** TLS that trusts only chains that lead to these PEM certificates. */
  static SSLContext context(String pem) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust(pem), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new SourceException(Code.CREDENTIALS, "TLS cannot be set up with the given ca.crt", e);
    }
  }

  /**
   * What checks chains against PEM certificates.
   *
   * @throws SourceException with code {@code CREDENTIALS} when there is none in the text
   */
  static TrustManager[] trust(String pem) {
    try {
      var certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var certificate : certificates) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      if (number == 0) {
        throw new SourceException(Code.CREDENTIALS, "the file ca.crt holds no PEM certificate");
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new SourceException(
          Code.CREDENTIALS, "the file ca.crt does not hold PEM certificates", e);
    }
  }
}
