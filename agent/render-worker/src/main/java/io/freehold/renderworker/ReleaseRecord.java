package io.freehold.renderworker;

import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerException.Code;
import io.freehold.yaml.Json;
import io.freehold.yaml.Limits;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What Helm wanted to remember of a release.
 *
 * @param manifest all objects that are no hooks, as YAML with comments that name their templates
 * @param hooks the hooks in Helm's order
 */
record ReleaseRecord(String manifest, List<Hook> hooks) {
  private static final byte[] GZIP_IN_BASE64 = "H4sI".getBytes(StandardCharsets.US_ASCII);

  /**
   * An object that Helm keeps apart.
   *
   * @param path its template
   * @param manifest YAML
   * @param isTest whether it runs only on {@code helm test}
   */
  record Hook(String path, String manifest, boolean isTest) {}

  /**
   * Reads a release from the request that stores it: a Secret, as protobuf or JSON, with the record
   * as base64 of compressed JSON in it.
   *
   * @param limit bytes of the record
   */
  static ReleaseRecord read(byte[] secret, int limit) {
    byte[] json = unpack(secret, limit);
    var limits = new Limits(limit, 200, 4_000_000, 1);
    if (!(Json.parse("release", json, Schema.KUBERNETES, limits).root() instanceof MapValue root)) {
      throw unreadable(null);
    }
    List<Hook> hooks = root.list("hooks").stream().map(ReleaseRecord::hook).toList();
    return new ReleaseRecord(root.text("manifest"), hooks);
  }

  private static Hook hook(Value value) {
    if (!(value instanceof MapValue hook)) {
      throw unreadable(null);
    }
    ListValue events = hook.list("events");
    return new Hook(
        hook.text("path"),
        hook.text("manifest"),
        events.stream().anyMatch(event -> event.equals(new StringValue("test"))));
  }

  private static byte[] unpack(byte[] secret, int limit) {
    int start = find(secret);
    int end = start;
    while (end < secret.length && isBase64(secret[end])) {
      end++;
    }
    // Bytes behind it may look like base64 as well; whole groups of four are what counts.
    byte[] text = Arrays.copyOfRange(secret, start, start + (end - start) / 4 * 4);
    try (var in = new GZIPInputStream(Base64.getDecoder().wrap(new ByteArrayInputStream(text)))) {
      byte[] json = in.readNBytes(limit);
      if (json.length == limit) {
        throw new WorkerException(
            Code.OUTPUT_LIMIT,
            "chart and manifests together have more than %d bytes".formatted(limit));
      }
      return json;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static int find(byte[] secret) {
    for (int i = 0; i + GZIP_IN_BASE64.length <= secret.length; i++) {
      if (Arrays.equals(
          secret, i, i + GZIP_IN_BASE64.length, GZIP_IN_BASE64, 0, GZIP_IN_BASE64.length)) {
        return i;
      }
    }
    throw unreadable(null);
  }

  private static boolean isBase64(byte b) {
    return (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || b == '+'
        || b == '/'
        || b == '=';
  }

  private static IllegalStateException unreadable(@Nullable Throwable e) {
    return new IllegalStateException("Helm's record of the release is not as expected", e);
  }
}
