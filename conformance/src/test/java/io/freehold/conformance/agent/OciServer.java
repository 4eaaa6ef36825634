package io.freehold.conformance.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freehold.source.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** An OCI registry of one repository on loopback, to which tests push as flux and cosign do. */
final class OciServer implements AutoCloseable {
  private static final String REPOSITORY = "apps/web";
  private static final String CONTENT = "application/vnd.cncf.flux.content.v1.tar+gzip";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final int BLOCK = 512;

  private final HttpServer server;
  // By tag or digest.
  private final Map<String, byte[]> content = new ConcurrentHashMap<>();
  private final AtomicInteger downloads = new AtomicInteger();
  private final AtomicInteger questions = new AtomicInteger();

  OciServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v2/" + REPOSITORY + "/", this::answer);
    server.start();
  }

  String url() {
    return "oci://127.0.0.1:" + server.getAddress().getPort() + "/" + REPOSITORY;
  }

  /** How many manifests and layers were downloaded; questions for a digest do not count. */
  int downloads() {
    return downloads.get();
  }

  /** How often somebody asked which digest a tag is at. */
  int questions() {
    return questions.get();
  }

  /** Pushes an artifact with one file; its digest. */
  String push(String tag, String file, String text) {
    return push(tag, CONTENT, tar(file, text.getBytes(StandardCharsets.UTF_8)), "");
  }

  /** What {@code cosign sign --key} pushes. */
  void sign(String digest, KeyPair key) throws GeneralSecurityException {
    byte[] statement =
        """
        {"critical":{"identity":{"docker-reference":""},"image":{"docker-manifest-digest":"%s"},"type":"cosign container image signature"},"optional":null}\
        """
            .formatted(digest)
            .getBytes(StandardCharsets.UTF_8);
    var signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(key.getPrivate());
    signer.update(statement);
    push(
        digest.replace(':', '-') + ".sig",
        "application/vnd.dev.cosign.simplesigning.v1+json",
        statement,
        "\"dev.cosignproject.cosign/signature\":\"%s\""
            .formatted(Base64.getEncoder().encodeToString(signer.sign())));
  }

  private String push(String tag, String mediaType, byte[] layer, String annotations) {
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.cncf.flux.config.v1+json","digest":"%s","size":2},
        "layers":[{"mediaType":"%s","digest":"%s","size":%d,"annotations":{%s}}]}\
        """
            .formatted(
                MANIFEST,
                keep("{}".getBytes(StandardCharsets.UTF_8)),
                mediaType,
                keep(layer),
                layer.length,
                annotations);
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    String digest = keep(bytes);
    content.put(tag, bytes);
    return digest;
  }

  private String keep(byte[] bytes) {
    String digest = Digest.of(bytes).toString();
    content.put(digest, bytes);
    return digest;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] found = content.get(path.substring(path.lastIndexOf('/') + 1));
      if (found == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", MANIFEST);
      exchange.getResponseHeaders().set("Docker-Content-Digest", Digest.of(found).toString());
      boolean asks = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(200, asks ? -1 : found.length);
      if (asks) {
        questions.incrementAndGet();
      } else {
        downloads.incrementAndGet();
        exchange.getResponseBody().write(found);
      }
    }
  }

  private static byte[] tar(String name, byte[] file) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 124, "%011o".formatted(file.length));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    var zipped = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(zipped)) {
      out.write(header);
      out.write(Arrays.copyOf(file, (file.length + BLOCK - 1) / BLOCK * BLOCK));
      out.write(new byte[2 * BLOCK]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
