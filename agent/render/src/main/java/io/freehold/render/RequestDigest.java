package io.freehold.render;

import io.freehold.worker.HelmRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** Names everything that a rendering of a chart depends on. */
final class RequestDigest {
  private final MessageDigest sha256;

  private RequestDigest(MessageDigest sha256) {
    this.sha256 = sha256;
  }

  /** Equal for requests with equal content. */
  static String of(HelmRequest request) {
    var digest = new RequestDigest(sha256());
    new TreeMap<>(request.chart())
        .forEach((path, bytes) -> {
          digest.add(path);
          digest.add(bytes);
        });
    digest.add(request.releaseName());
    digest.add(request.namespace());
    digest.add(request.values().toString());
    digest.add(request.capabilities().toString());
    request.flags().stream().map(Enum::name).sorted().forEach(digest::add);
    return HexFormat.of().formatHex(digest.sha256.digest());
  }

  private void add(String text) {
    add(text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(byte[] bytes) {
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    sha256.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
