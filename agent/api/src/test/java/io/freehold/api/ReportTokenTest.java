package io.freehold.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.api.ReportToken.InvalidTokenException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTokenTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final KeyPair KEYS = ReportToken.newKeyPair();
  private static final KeyPair OTHER = ReportToken.newKeyPair();

  @Test
  void acceptsWhatTheClusterSigned() {
    String token = ReportToken.issue("prod-eu", NOW).sign(KEYS.getPrivate());

    ReportToken read = ReportToken.verify(token, List.of(OTHER.getPublic(), KEYS.getPublic()), NOW);

    assertThat(read.cluster()).isEqualTo("prod-eu");
    assertThat(read.expiresAt()).isEqualTo(NOW.plus(ReportToken.LIFETIME));
  }

  @Test
  void refusesAnotherKey() {
    String token = ReportToken.issue("prod-eu", NOW).sign(OTHER.getPrivate());

    assertThatThrownBy(() -> ReportToken.verify(token, List.of(KEYS.getPublic()), NOW))
        .isInstanceOf(InvalidTokenException.class)
        .hasMessageContaining("prod-eu");
  }

  @Test
  void refusesAChangedSubject() {
    String[] parts = ReportToken.issue("prod-eu", NOW).sign(KEYS.getPrivate()).split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.replace("prod-eu", "prod-us").getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() ->
            ReportToken.verify(
                parts[0] + "." + forged + "." + parts[2], List.of(KEYS.getPublic()), NOW))
        .isInstanceOf(InvalidTokenException.class);
  }

  @Test
  void refusesTheUnsignedAlgorithm() {
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
    String[] parts = ReportToken.issue("prod-eu", NOW).sign(KEYS.getPrivate()).split("\\.", -1);

    assertThatThrownBy(() -> ReportToken.read(header + "." + parts[1] + "."))
        .isInstanceOf(InvalidTokenException.class);
  }

  @Test
  void refusesExpiredAndFutureTokens() {
    String token = ReportToken.issue("prod-eu", NOW).sign(KEYS.getPrivate());
    Instant late = NOW.plus(ReportToken.LIFETIME).plus(ReportToken.LEEWAY).plusSeconds(1);
    Instant early = NOW.minus(ReportToken.LEEWAY).minusSeconds(1);

    assertThatThrownBy(() -> ReportToken.verify(token, List.of(KEYS.getPublic()), late))
        .hasMessageContaining("expired");
    assertThatThrownBy(() -> ReportToken.verify(token, List.of(KEYS.getPublic()), early))
        .hasMessageContaining("clocks");
  }

  @Test
  void refusesALongerLifeThanAllowed() {
    String token =
        new ReportToken("prod-eu", ReportToken.AUDIENCE, NOW, NOW.plusSeconds(86_400))
            .sign(KEYS.getPrivate());

    assertThatThrownBy(() -> ReportToken.verify(token, List.of(KEYS.getPublic()), NOW))
        .isInstanceOf(InvalidTokenException.class);
  }

  @Test
  void refusesAnotherAudience() {
    String token =
        new ReportToken("prod-eu", "someone-else", NOW, NOW.plusSeconds(60))
            .sign(KEYS.getPrivate());

    assertThatThrownBy(() -> ReportToken.verify(token, List.of(KEYS.getPublic()), NOW))
        .hasMessageContaining("audience");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "%%%.%%%.%%%"})
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> ReportToken.read(text)).isInstanceOf(InvalidTokenException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Prod", "a\",\"aud\":\"x", "-a", "a b"})
  void neverSignsAnImpossibleName(String name) {
    assertThatThrownBy(() -> ReportToken.issue(name, NOW).sign(KEYS.getPrivate()))
        .isInstanceOf(InvalidTokenException.class);
  }

  @Test
  void keysSurviveTheirTextForm() {
    String token =
        ReportToken.issue("prod-eu", NOW)
            .sign(ReportToken.privateKey(ReportToken.encode(KEYS.getPrivate())));

    assertThat(
            ReportToken.verify(
                token, List.of(ReportToken.publicKey(ReportToken.encode(KEYS.getPublic()))), NOW))
        .isNotNull();
    assertThatThrownBy(() -> ReportToken.publicKey("bm90IGEga2V5"))
        .isInstanceOf(InvalidTokenException.class);
  }
}
