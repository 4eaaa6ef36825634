package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.SourceException.Code;
import io.freehold.source.TestRegistry.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactSignaturesTest {
  private static final String CONTENT = "application/vnd.cncf.flux.content.v1.tar+gzip";
  private static final String PROVENANCE = "application/vnd.cncf.helm.chart.provenance.v1.prov";

  @TempDir Path folder;
  private TestRegistry registry;
  private OciArtifacts artifacts;
  private String digest;

  @BeforeEach
  void start() throws IOException {
    registry = new TestRegistry("localhost", null);
    artifacts =
        new OciArtifacts(
            folder.resolve("oci"), CredentialStore.of(), FetchLimits.DEFAULT, Clock.systemUTC());
    digest = registry.push("apps/web", "1.0.0", new Layer(CONTENT, Tar.gz(Map.of("a", "1"))));
  }

  @AfterEach
  void stop() {
    artifacts.close();
    registry.close();
  }

  @Test
  void cosignSignaturesOfStaticKeysCount() throws GeneralSecurityException {
    for (KeyPair key : new KeyPair[] {p256(), ed25519()}) {
      refused(keys(p256()), key.getPublic().getAlgorithm().equals("EC") ? "not signed" : "none of");
      sign("apps/web", digest, digest, key);
      assertThat(
              artifacts
                  .fetchSigned(registry.url("apps/web"), "1.x", LayerChoice.DEFAULT, keys(key))
                  .digest())
          .isEqualTo(digest);
      // One of several keys is enough.
      CosignKeys both = CosignKeys.parse(pem(p256()) + pem(key));
      artifacts.fetchSigned(registry.url("apps/web"), "1.x", LayerChoice.DEFAULT, both);
      refused(keys(p256()), "none of");
    }
  }

  @Test
  void aSignatureOfAnotherDigestDoesNotCount() throws GeneralSecurityException {
    KeyPair key = p256();
    String other = registry.push("apps/web", "0.9.0", new Layer(CONTENT, Tar.gz(Map.of("a", "0"))));
    sign("apps/web", digest, other, key);
    refused(keys(key), "for this digest");
  }

  @Test
  void publicKeysOfOtherKindsAreToldApart() throws GeneralSecurityException {
    var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    for (String pem : new String[] {"", "text", pem(rsa), pem(generator.generateKeyPair())}) {
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> CosignKeys.parse(pem))
          .satisfies(e -> assertThat(e.code()).isEqualTo(Code.CREDENTIALS));
    }
  }

  @Test
  void chartsCountWithASignedProvenanceFileForTheirArchive() throws Exception {
    byte[] chart = ChartRepositoriesTest.chart("web", "1.0.0");
    registry.push("charts/web", "1.0.0", new Layer(TestRegistry.CHART, chart));
    var keys = OpenPgpKeys.parse(SignaturesTest.file("ed.pub.asc"));
    try (var charts =
        new ChartRepositories(
            folder.resolve("charts"),
            CredentialStore.of(),
            FetchLimits.DEFAULT,
            Clock.systemUTC())) {
      refusedChart(charts.signedBy(keys), "without a provenance file");
      registry.push(
          "charts/web",
          "1.0.0",
          new Layer(TestRegistry.CHART, chart),
          new Layer(PROVENANCE, SignaturesTest.file("chart.prov")));
      refusedChart(charts.signedBy(keys), "for another archive");
      refusedChart(charts.signedBy(OpenPgpKeys.none()), "not trusted");
      assertThat(charts.fetch(registry.url("charts"), "web", "1.0.0").version()).isEqualTo("1.0.0");
    }
  }

  @Test
  void aSignedChartIsNotShownUnderAnotherNameOrVersion() throws Exception {
    KeyPair key = p256();
    byte[] chart = ChartRepositoriesTest.chart("web", "1.0.0");
    String good = registry.push("charts/web", "1.0.0", new Layer(TestRegistry.CHART, chart));
    sign("charts/web", good, good, key);
    String later = registry.push("charts/web", "2.0.0", new Layer(TestRegistry.CHART, chart));
    sign("charts/web", later, later, key);
    try (var charts =
        new ChartRepositories(
            folder.resolve("charts"),
            CredentialStore.of(),
            FetchLimits.DEFAULT,
            Clock.systemUTC())) {
      var signed = charts.signedBy(keys(key));
      assertThat(signed.fetch(registry.url("charts"), "web", "~1.0").version()).isEqualTo("1.0.0");
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> signed.fetch(registry.url("charts"), "web", "2.0.0"))
          .withMessageContaining("says that it is web 1.0.0");
    }
  }

  private void refused(CosignKeys keys, String why) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() ->
            artifacts.fetchSigned(registry.url("apps/web"), "1.0.0", LayerChoice.DEFAULT, keys))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.SIGNATURE))
        .withMessageContaining(why);
  }

  private void refusedChart(ChartRepository charts, String why) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> charts.fetch(registry.url("charts"), "web", "1.0.0"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.SIGNATURE))
        .withMessageContaining(why);
  }

  /** What cosign sign --key pushes. */
  private void sign(String repository, String target, String named, KeyPair key)
      throws GeneralSecurityException {
    byte[] statement =
        "{\"critical\":{\"identity\":{\"docker-reference\":\"\"},\"image\":{\"docker-manifest-digest\":\"%s\"},\"type\":\"cosign container image signature\"},\"optional\":null}"
            .formatted(named)
            .getBytes(StandardCharsets.UTF_8);
    boolean ec = key.getPublic().getAlgorithm().equals("EC");
    var signer = Signature.getInstance(ec ? "SHA256withECDSA" : "Ed25519");
    signer.initSign(key.getPrivate());
    signer.update(statement);
    String signature = Base64.getEncoder().encodeToString(signer.sign());
    registry.push(
        repository,
        target.replace(':', '-') + ".sig",
        new Layer(
            "application/vnd.dev.cosign.simplesigning.v1+json",
            statement,
            Map.of("dev.cosignproject.cosign/signature", signature)));
  }

  private static KeyPair p256() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static KeyPair ed25519() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  private static CosignKeys keys(KeyPair key) {
    return CosignKeys.parse(pem(key));
  }

  private static String pem(KeyPair key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }
}
