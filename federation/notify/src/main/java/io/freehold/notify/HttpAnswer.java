package io.freehold.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer over HTTP/1.1, of which no more is read than is needed.
 *
 * @param status its status
 * @param headers its headers, names in lower case
 * @param body its body, cut at a limit
 */
record HttpAnswer(int status, Map<String, String> headers, String body) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
  private static final int MAX_HEAD = 16 * 1024;
  private static final int MAX_BODY = 256 * 1024;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_INFORMATIONAL = 5;
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  HttpAnswer {
    headers = Map.copyOf(headers);
  }

  static HttpAnswer read(InputStream in) throws IOException {
    int[] left = {MAX_HEAD};
    for (int i = 0; i < MAX_INFORMATIONAL; i++) {
      Matcher matcher = STATUS.matcher(line(in, left));
      if (!matcher.matches()) {
        throw new IOException("no HTTP");
      }
      int status = Integer.parseInt(matcher.group(1));
      Map<String, String> headers = headers(in, left);
      if (status >= 200) {
        return new HttpAnswer(status, headers, body(in, status, headers));
      }
    }
    throw new IOException("no final answer");
  }

  boolean succeeded() {
    return status >= 200 && status < 300;
  }

  /** The body as JSON; missing when it is none. */
  JsonNode json() {
    try {
      JsonNode node = JSON.readTree(body);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException _) {
      return MissingNode.getInstance();
    }
  }

  /** What an unsuccessful answer means; the body is not repeated, it may repeat what was sent. */
  DeliveryException failure(String what) {
    boolean later = status >= 500 || status == 408 || status == 425 || status == 429;
    String meaning =
        switch (status) {
          case 301, 302, 303, 307, 308 -> ": it redirects, which is not followed";
          case 401, 403 -> ": the secret is refused";
          case 404, 410 -> ": there is no such address";
          default -> "";
        };
    return new DeliveryException(what + " answered " + status + meaning, later, pause());
  }

  private Duration pause() {
    try {
      Duration pause =
          Duration.ofSeconds(Math.max(0, Long.parseLong(headers.getOrDefault("retry-after", "0"))));
      return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    } catch (NumberFormatException _) {
      return Duration.ZERO;
    }
  }

  private static Map<String, String> headers(InputStream in, int[] left) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.size() >= MAX_HEADERS) {
        throw new IOException("no header");
      }
      headers.put(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static String body(InputStream in, int status, Map<String, String> headers)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    if (status == 204 || status == 304) {
      return "";
    }
    if (headers
        .getOrDefault("transfer-encoding", "")
        .toLowerCase(Locale.ROOT)
        .endsWith("chunked")) {
      chunks(in, bytes);
    } else {
      String length = headers.getOrDefault("content-length", "");
      bytes.write(in.readNBytes(length.isEmpty() ? MAX_BODY : size(length, 10)));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void chunks(InputStream in, ByteArrayOutputStream bytes) throws IOException {
    int[] left = {MAX_HEAD};
    while (bytes.size() < MAX_BODY) {
      String line = line(in, left);
      int size = size(line.split(";", 2)[0].strip(), 16);
      if (size == 0) {
        return;
      }
      bytes.write(in.readNBytes(Math.min(size, MAX_BODY - bytes.size())));
      if (bytes.size() < MAX_BODY) {
        line(in, left);
      }
    }
  }

  private static int size(String text, int radix) throws IOException {
    try {
      long size = Long.parseLong(text, radix);
      if (size >= 0) {
        return (int) Math.min(size, MAX_BODY);
      }
    } catch (NumberFormatException _) {
      // Reported below.
    }
    throw new IOException("no length");
  }

  private static String line(InputStream in, int[] left) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || --left[0] < 0) {
        throw new IOException("the head ends early or is too long");
      }
      line.append((char) next);
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }
}
