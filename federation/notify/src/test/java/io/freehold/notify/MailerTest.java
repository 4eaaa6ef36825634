package io.freehold.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.notify.Happening.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mail over real SMTP, encrypted before anything is said. */
@Timeout(60)
class MailerTest {
  private static final String PASSWORD = "changeit-of-the-mail";
  private static final AddressRules LOOPBACK = AddressRules.allowing("127.0.0.0/8");

  @TempDir private static Path directory;
  private static SSLContext tls;

  @BeforeAll
  static void certificate() throws Exception {
    Path store = directory.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "mail",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    tls = SSLContext.getInstance("TLS");
    tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
  }

  @Test
  void mail_is_sent_over_starttls_with_the_id_of_its_message() throws Exception {
    try (var server = new FakeMailServer(tls, true)) {
      mailer().send(mail(server, EmailTransport.Tls.STARTTLS, "ops"), PASSWORD, message());
      String mail = server.mails.getFirst();
      assertThat(mail)
          .contains("Message-ID: <id-1@freehold>")
          .contains("Subject: shop is degraded")
          .contains("the text")
          .contains("Auto-Submitted: auto-generated");
      assertThat(server.commands.stream().filter(one -> one.startsWith("plain ")))
          .allMatch(one -> one.startsWith("plain EHLO") || one.equals("plain STARTTLS"));
      assertThat(server.commands).anyMatch(one -> one.startsWith("tls AUTH PLAIN"));
    }
  }

  @Test
  void a_server_that_offers_no_encryption_gets_nothing() throws Exception {
    try (var server = new FakeMailServer(tls, false)) {
      assertThatThrownBy(() ->
              mailer().send(mail(server, EmailTransport.Tls.STARTTLS, "ops"), PASSWORD, message()))
          .isInstanceOf(DeliveryException.class)
          .hasMessageNotContaining(PASSWORD);
      assertThat(server.mails).isEmpty();
      assertThat(server.commands).noneMatch(one -> one.contains("AUTH"));
      // Where the settings allow it and the rules want it, it goes without.
      mailer().send(mail(server, EmailTransport.Tls.NONE, ""), "", message());
      assertThat(server.mails).hasSize(1);
    }
  }

  @Test
  void a_server_that_is_not_trusted_gets_nothing() throws Exception {
    try (var server = new FakeMailServer(tls, true)) {
      var stranger = new Mailer(LOOPBACK, (SSLSocketFactory) SSLSocketFactory.getDefault());
      assertThatThrownBy(() ->
              stranger.send(mail(server, EmailTransport.Tls.STARTTLS, "ops"), PASSWORD, message()))
          .hasMessageContaining("trusted");
      assertThat(server.mails).isEmpty();
      assertThat(server.commands).noneMatch(one -> one.contains("AUTH"));
    }
  }

  @Test
  void a_server_in_the_planes_own_network_is_not_even_connected_to() throws Exception {
    try (var server = new FakeMailServer(tls, true)) {
      var careful = new Mailer(AddressRules.INTERNET, tls.getSocketFactory());
      for (EmailTransport.Tls how : EmailTransport.Tls.values()) {
        assertThatThrownBy(() -> careful.send(mail(server, how, ""), "", message()))
            .as(how.name())
            .isInstanceOf(DeliveryException.class);
      }
      assertThat(server.connections).hasValue(0);
    }
  }

  @Test
  void texts_of_agents_become_no_headers() throws Exception {
    try (var server = new FakeMailServer(tls, true)) {
      var values = Map.of("after", RulesTest.state(Map.of("name", "x\r\nBcc: evil@example.org")));
      String title =
          Template.parse("{{ after.name }}", Subject.APPLICATION).render(values, Escape.PLAIN);
      mailer()
          .send(
              mail(server, EmailTransport.Tls.STARTTLS, ""),
              "",
              TransportsTest.message(title, Phase.FIRED));
      assertThat(server.mails.getFirst().lines()).noneMatch(line -> line.startsWith("Bcc:"));
    }
  }

  private static Mailer mailer() {
    return new Mailer(LOOPBACK, tls.getSocketFactory());
  }

  private static EmailTransport mail(FakeMailServer server, EmailTransport.Tls how, String user)
      throws IOException {
    return new EmailTransport(
        new EmailTransport.Server("localhost", server.port(), how, user, new SecretRef("", "mail")),
        "plane@example.org",
        List.of("ops@example.org"));
  }

  private static Message message() {
    return TransportsTest.message("shop is degraded", Phase.FIRED);
  }
}
