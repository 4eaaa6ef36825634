package io.freehold.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFolderTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"RSA,PKCS8", "RSA,RSA PRIVATE KEY", "EC,PKCS8", "EC,EC PRIVATE KEY", "Ed25519,PKCS8"})
  void keysOfCommonToolsAreRead(String algorithm, String form) throws Exception {
    TestKeys server = TestKeys.create(folder, algorithm, "server");
    server.write(folder);
    if (!form.equals("PKCS8")) {
      PrivateKeyInfo key = PrivateKeyInfo.getInstance(server.key().getEncoded());
      ASN1Encodable inner = key.parsePrivateKey();
      if (algorithm.equals("EC")) {
        // On its own it says which curve it is of, as openssl writes it.
        inner =
            new ECPrivateKey(
                ((ECKey) server.key()).getParams().getOrder().bitLength(),
                ECPrivateKey.getInstance(inner).getKey(),
                key.getPrivateKeyAlgorithm().getParameters());
      }
      Files.writeString(
          folder.resolve(TlsFolder.KEY), TestKeys.pem(form, inner.toASN1Primitive().getEncoded()));
    }
    server.trusted(folder);
    assertThat(handshake(listener(null), client(folder))).isEqualTo(server.certificate());
  }

  @Test
  void aReplacedCertificateIsUsedWithoutARestart() throws Exception {
    TestKeys first = TestKeys.create(folder, "EC", "first");
    TestKeys second = TestKeys.create(folder, "EC", "second");
    first.write(folder);
    SSLContext listener = listener(null);
    Path one = folder.resolve("one");
    first.trusted(one);
    assertThat(handshake(listener, client(one))).isEqualTo(first.certificate());

    second.write(folder);
    touch(1);
    Path both = folder.resolve("both");
    second.trusted(both);
    assertThat(handshake(listener, client(both))).isEqualTo(second.certificate());

    Files.writeString(folder.resolve(TlsFolder.KEY), "nonsense");
    touch(2);
    assertThat(handshake(listener, client(both))).isEqualTo(second.certificate());
  }

  @Test
  void onlyClientsWithACertificateOfTheAuthorityGetThrough() throws Exception {
    TestKeys server = TestKeys.create(folder, "EC", "server");
    TestKeys friend = TestKeys.create(folder, "EC", "friend");
    TestKeys stranger = TestKeys.create(folder, "EC", "stranger");
    server.write(folder);
    Path clients = friend.trusted(folder.resolve("clients"));
    SSLContext listener = listener(clients);

    Path known = folder.resolve("known");
    friend.write(known);
    server.trusted(known);
    assertThat(handshake(listener, client(known))).isEqualTo(server.certificate());

    Path unknown = folder.resolve("unknown");
    stranger.write(unknown);
    server.trusted(unknown);
    Path without = folder.resolve("without");
    server.trusted(without);
    for (Path refused : new Path[] {unknown, without}) {
      assertThatThrownBy(() -> handshake(listener, client(refused)))
          .isInstanceOfAny(SSLException.class, SocketException.class, ExecutionException.class);
    }
  }

  @Test
  void anEmptyFolderIsThePlatformsTls() {
    assertThat(TlsFolder.client(folder, now::get)).isEmpty();
    assertThat(TlsFolder.client(folder.resolve("absent"), now::get)).isEmpty();
  }

  @Test
  void whatCannotBeUsedNamesTheFileAndNotItsContent() throws Exception {
    TestKeys.create(folder, "EC", "server").write(folder);
    Files.writeString(
        folder.resolve(TlsFolder.KEY), TestKeys.pem("PRIVATE KEY", new byte[] {1, 2, 3}));
    assertThatThrownBy(() -> listener(null))
        .hasMessageContaining("tls.key: its private key cannot be read")
        .hasMessageNotContaining("AQID");
    Files.delete(folder.resolve(TlsFolder.KEY));
    assertThatThrownBy(() -> listener(null)).hasMessageContaining("tls.key: it cannot be read");
    Files.writeString(folder.resolve(TlsFolder.CERTIFICATE), "nothing");
    assertThatThrownBy(() -> listener(null)).hasMessageContaining("tls.crt: it ");
  }

  private SSLContext listener(@Nullable Path clients) {
    return TlsFolder.server(folder, clients, now::get);
  }

  private SSLContext client(Path from) {
    return TlsFolder.client(from, now::get).orElseThrow();
  }

  /** Time passes, and files that were written within one tick of the file system differ too. */
  private void touch(int step) throws IOException {
    now.set(START.plusSeconds(60L * step));
    Files.setLastModifiedTime(
        folder.resolve(TlsFolder.CERTIFICATE), FileTime.from(START.plusSeconds(step)));
  }

  /** Speaks one byte each way; the certificate that the listener showed. */
  private X509Certificate handshake(SSLContext listener, SSLContext client) throws Exception {
    try (var server =
        (SSLServerSocket)
            listener
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setNeedClientAuth(Files.exists(folder.resolve("clients")));
      var answered =
          CompletableFuture.runAsync(() -> {
            try (var socket = server.accept()) {
              socket.setSoTimeout(10_000);
              socket.getOutputStream().write(socket.getInputStream().read());
              socket.getOutputStream().flush();
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      try (var socket =
          (SSLSocket)
              client
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        socket.getOutputStream().write(7);
        socket.getOutputStream().flush();
        if (socket.getInputStream().read() != 7) {
          throw new SSLException("closed without an answer");
        }
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
      } finally {
        answered.handle((_, _) -> null).get(10, TimeUnit.SECONDS);
      }
    }
  }
}
