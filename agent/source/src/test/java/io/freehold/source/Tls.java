package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * TLS with a certificate of its own.
 *
 * @param pem the certificate that clients must trust
 */
record Tls(SSLContext context, String pem) {
  private static final String PASSWORD = "changeit";

  /** Makes a certificate for a host name. */
  static Tls create(Path folder, String host) throws Exception {
    Path file = folder.resolve(host + ".p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "SAN=dns:" + host,
                "-validity",
                "2",
                "-storepass",
                PASSWORD,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();
    var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return new Tls(
        context,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(store.getCertificate("server").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }
}
