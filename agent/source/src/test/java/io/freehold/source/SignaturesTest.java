package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.SourceException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in the folder {@code signed} were made by gpg 2.4 and ssh-keygen of OpenSSH 9. */
class SignaturesTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final byte[] PAYLOAD = file("payload");

  @ParameterizedTest
  @ValueSource(strings = {"ed", "rsa"})
  void openPgpSignaturesOfTrustedKeysCount(String key) {
    var keys = OpenPgpKeys.parse(file(key + ".pub.asc"));
    String signature = text("payload." + key + ".asc");
    assertThat(keys.check(signature, PAYLOAD)).isInstanceOf(SignatureCheck.Good.class);
    assertBad(keys.check(signature, "other".getBytes(StandardCharsets.UTF_8)), "not what");
    assertBad(OpenPgpKeys.none().check(signature, PAYLOAD), "not trusted");
    var other = OpenPgpKeys.parse(file(key.equals("ed") ? "rsa.pub.asc" : "ed.pub.asc"));
    assertBad(other.check(signature, PAYLOAD), "not trusted");
    assertBad(keys.check("-----BEGIN PGP SIGNATURE-----\n\nAAAA\n", PAYLOAD), "cannot be read");
  }

  @Test
  void keysThatAreExpiredOrRevokedDoNotCount() {
    String signature = text("payload.ed.asc");
    assertBad(
        OpenPgpKeys.parse(file("old.pub.asc")).check(text("payload.old.asc"), PAYLOAD),
        "was expired");
    assertBad(
        OpenPgpKeys.parse(file("ed-revoked.pub.asc")).check(signature, PAYLOAD), "is revoked");
  }

  @Test
  void severalBlocksOfKeysAreRead() {
    var both =
        OpenPgpKeys.parse(
            (text("ed.pub.asc") + text("rsa.pub.asc")).getBytes(StandardCharsets.UTF_8));
    for (String key : new String[] {"ed", "rsa"}) {
      assertThat(both.check(text("payload." + key + ".asc"), PAYLOAD))
          .isInstanceOf(SignatureCheck.Good.class);
    }
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> OpenPgpKeys.parse("nothing".getBytes(StandardCharsets.UTF_8)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.CREDENTIALS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void sshSignaturesOfAllowedSignersCount(String type) {
    String key = text(type + ".pub").strip();
    String signature = text("payload." + type + ".sshsig");
    var signers = SshSigners.parse("# people\n\ndev@example.org " + key + "\n");
    assertThat(signers.check(signature, PAYLOAD, TIME)).isInstanceOf(SignatureCheck.Good.class);
    assertBad(signers.check(signature, "x".getBytes(StandardCharsets.UTF_8), TIME), "not what");
    assertBad(SshSigners.none().check(signature, PAYLOAD, TIME), "not trusted");
    assertBad(signers.check(signature.substring(60), PAYLOAD, TIME), "cannot be read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "namespaces=\"git\" | true",
        "namespaces=\"file,git\" | true",
        "namespaces=\"file\" | false",
        "valid-after=\"20250101\" | true",
        "valid-after=\"20260102\" | false",
        "valid-before=\"202601010001Z\" | true",
        "valid-before=\"20260101\" | false",
        "namespaces=\"git\",valid-after=\"20250101\",valid-before=\"20270101120000\" | true",
      })
  void optionsOfSignersLimitThem(String options, boolean good) {
    var signers = SshSigners.parse("a@x,b@x " + options + " " + text("ed25519.pub").strip());
    var check = signers.check(text("payload.ed25519.sshsig"), PAYLOAD, TIME);
    assertThat(check instanceof SignatureCheck.Good).as("%s", check).isEqualTo(good);
  }

  @Test
  void aSignatureForSomethingElseThanGitDoesNotCount() {
    var signers = SshSigners.parse("dev@example.org " + text("ed25519.pub"));
    assertBad(signers.check(text("payload.file.sshsig"), PAYLOAD, TIME), "something else");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev@example.org",
        "dev@example.org ssh-ed25519 AAAA",
        "dev@example.org cert-authority ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAA",
        "dev@example.org magic=\"1\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAA",
      })
  void linesThatCannotBeUsedAreNamed(String line) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> SshSigners.parse("# first\n" + line))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.CREDENTIALS))
        .withMessageContaining("line 2");
  }

  @Test
  void aProvenanceFileSaysWhichArchiveIsMeant() {
    var keys = OpenPgpKeys.parse(file("ed.pub.asc"));
    byte[] prov = file("chart.prov");
    Provenance.require(prov, new Digest("sha256", "0".repeat(64)), keys, "the chart");
    refused(prov, "1".repeat(64), keys, "another archive");
    refused(prov, "0".repeat(64), OpenPgpKeys.none(), "not trusted");
    byte[] changed =
        text("chart.prov").replace("name: web", "name: evil").getBytes(StandardCharsets.UTF_8);
    refused(changed, "0".repeat(64), keys, "not what");
    byte[] around = ("sha256: x\n" + text("chart.prov")).getBytes(StandardCharsets.UTF_8);
    refused(around, "0".repeat(64), keys, "not a clear-signed");
  }

  private static void refused(byte[] prov, String digest, OpenPgpKeys keys, String why) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> Provenance.require(prov, new Digest("sha256", digest), keys, "the chart"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.SIGNATURE))
        .withMessageContaining(why);
  }

  private static void assertBad(SignatureCheck check, String reason) {
    assertThat(check)
        .isInstanceOfSatisfying(
            SignatureCheck.Bad.class, bad -> assertThat(bad.reason()).contains(reason));
  }

  static String text(String name) {
    return new String(file(name), StandardCharsets.UTF_8);
  }

  static byte[] file(String name) {
    try (var in =
        Objects.requireNonNull(SignaturesTest.class.getResourceAsStream("signed/" + name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
