package io.freehold.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Makes an HTTP client from a kubeconfig as the supervisor writes it: JSON, with keys and
 * certificates inside.
 */
final class AdminClient {
  private static final char[] NO_PASSWORD = {};

  private AdminClient() {}

  static HttpClient from(Path kubeconfig) {
    try {
      var config = new ObjectMapper().readTree(kubeconfig.toFile());
      var user = config.at("/users/0/user");
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "ca", certificate(config.at("/clusters/0/cluster/certificate-authority-data")));
      var chain = new Certificate[] {certificate(user.at("/client-certificate-data"))};
      store.setKeyEntry("user", key(user.at("/client-key-data")), NO_PASSWORD, chain);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return HttpClient.newBuilder().sslContext(context).build();
    } catch (IOException | GeneralSecurityException e) {
      throw new LocalPlatformException("can not use %s: %s".formatted(kubeconfig, e), e);
    }
  }

  private static Certificate certificate(JsonNode data)
      throws IOException, GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(data.binaryValue()));
  }

  private static PrivateKey key(JsonNode data) throws IOException, GeneralSecurityException {
    var pem = new String(data.binaryValue(), StandardCharsets.US_ASCII);
    var body = pem.replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
  }
}
