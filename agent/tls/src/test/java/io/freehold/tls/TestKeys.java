package io.freehold.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** A key with a certificate of its own, made by the JDK's tool. */
record TestKeys(X509Certificate certificate, PrivateKey key) {
  private static final String PASSWORD = "changeit";

  static TestKeys create(Path folder, String algorithm, String name) throws Exception {
    Path file = folder.resolve(name + ".p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
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
    return new TestKeys(
        (X509Certificate) store.getCertificate("a"),
        (PrivateKey) store.getKey("a", PASSWORD.toCharArray()));
  }

  static String pem(String type, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(content), type);
  }

  String certificatePem() throws Exception {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  /** Writes {@code tls.crt} and {@code tls.key}. */
  void write(Path folder) throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(TlsFolder.CERTIFICATE), certificatePem());
    Files.writeString(folder.resolve(TlsFolder.KEY), keyPem());
  }

  /** Writes {@code ca.crt}: nobody else is trusted. */
  Path trusted(Path folder) throws Exception {
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve(TlsFolder.TRUST), certificatePem());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
