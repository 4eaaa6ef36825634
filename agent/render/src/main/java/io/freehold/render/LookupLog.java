package io.freehold.render;

import io.freehold.render.RenderException.Code;
import io.freehold.worker.Lookup;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Asks the cluster for a chart and remembers what it was told, as digests. */
final class LookupLog implements Lookup {
  private static final int CALLS = 500;
  private static final long BYTES = 16L << 20;

  private final Lookup cluster;
  private final Map<Call, String> answers = new HashMap<>();
  private int calls;
  private long bytes;

  /** One question. */
  record Call(String apiVersion, String kind, String namespace, String name) {}

  LookupLog(Lookup cluster) {
    this.cluster = cluster;
  }

  @Override
  public Optional<String> find(String apiVersion, String kind, String namespace, String name) {
    var call = new Call(apiVersion, kind, namespace, name);
    Optional<String> answer = ask(call);
    answers.put(call, digest(answer));
    return answer;
  }

  /** Digest of what is answered now. */
  String digest(Call call) {
    return digest(ask(call));
  }

  /** What was asked, with the digests of the answers. */
  Map<Call, String> answers() {
    return Map.copyOf(answers);
  }

  private Optional<String> ask(Call call) {
    Optional<String> answer =
        cluster.find(call.apiVersion(), call.kind(), call.namespace(), call.name());
    bytes += answer.map(String::length).orElse(0);
    if (++calls > CALLS || bytes > BYTES) {
      throw new RenderException(
          Code.LIMIT,
          "",
          0,
          "the chart looks up more than %d objects or lists, or %d MiB of them, in the cluster"
              .formatted(CALLS, BYTES >> 20));
    }
    return answer;
  }

  private static String digest(Optional<String> answer) {
    if (answer.isEmpty()) {
      return "";
    }
    try {
      byte[] json = answer.get().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
