package io.freehold.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Reads certificates and private keys in PEM, in the forms that common tools write. */
final class Pem {
  private Pem() {}

  /**
   * All certificates of a text.
   *
   * @throws IllegalArgumentException when there is none, or one cannot be read
   */
  static List<X509Certificate> certificates(String text) {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      for (Certificate one :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))) {
        certificates.add((X509Certificate) one);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it does not hold certificates in PEM", e);
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("it holds no certificate in PEM");
    }
    return certificates;
  }

  /**
   * The private key of a text: PKCS#8 (RFC 5958), PKCS#1 for RSA (RFC 8017) or SEC 1 for elliptic
   * curves (RFC 5915), not encrypted.
   *
   * @throws IllegalArgumentException when there is none; says nothing of the text
   */
  static PrivateKey key(String text) {
    try (var reader = new PemReader(new StringReader(text))) {
      for (PemObject object = reader.readPemObject();
          object != null;
          object = reader.readPemObject()) {
        if (object.getType().endsWith("PRIVATE KEY")) {
          return key(object);
        }
      }
    } catch (IOException _) {
      // Reported below like a text without any.
    }
    throw new IllegalArgumentException("it holds no private key in PEM");
  }

  private static PrivateKey key(PemObject object) {
    byte[] content = object.getContent();
    try {
      return switch (object.getType()) {
        case "PRIVATE KEY" -> key(PrivateKeyInfo.getInstance(content));
        case "RSA PRIVATE KEY" ->
            key(
                new PrivateKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    RSAPrivateKey.getInstance(content)));
        case "EC PRIVATE KEY" -> {
          ECPrivateKey key = ECPrivateKey.getInstance(content);
          yield key(
              new PrivateKeyInfo(
                  new AlgorithmIdentifier(
                      X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
                  key));
        }
        default -> throw new GeneralSecurityException("encrypted, or of an unknown form");
      };
    } catch (IOException | GeneralSecurityException | RuntimeException _) {
      // Without the cause: a parser's message may repeat what it read.
      throw new IllegalArgumentException(
          "its private key cannot be read: it must be PKCS#8, PKCS#1 or SEC 1, not encrypted");
    }
  }

  private static PrivateKey key(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
    ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
    String name =
        algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)
            ? "RSA"
            : algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey) ? "EC" : "EdDSA";
    return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }
}
