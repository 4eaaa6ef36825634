package io.freehold.source;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An OCI registry in memory: the pull half of the distribution protocol, and its token server. */
final class TestRegistry implements AutoCloseable {
  static final String USER = "puller";
  static final String PASSWORD = "correct-horse";
  static final String CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

  private static final Pattern PATH = Pattern.compile("/v2/(.+)/(manifests|blobs|tags)/([^/]+)");
  private static final int PAGE = 2;

  final WebServer web;
  // Repository/reference to content.
  private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private volatile Access access = Access.OPEN;
  private volatile String realm = "";
  private volatile Optional<String> blobStore = Optional.empty();

  /** What the registry demands. */
  enum Access {
    OPEN,
    BASIC,
    TOKEN
  }

  /** A layer to push. */
  @SuppressWarnings("ArrayRecordComponent")
  record Layer(String mediaType, byte[] content, Map<String, String> annotations) {
    Layer(String mediaType, byte[] content) {
      this(mediaType, content, Map.of());
    }
  }

  TestRegistry(String host, @Nullable SSLContext tls) throws IOException {
    web = new WebServer(host, tls);
    web.otherwise(this::handle);
    web.on("/token", this::token);
    realm = web.base() + "/token";
  }

  String url(String repository) {
    return "oci://" + web.authority() + "/" + repository;
  }

  void demand(Access demanded) {
    access = demanded;
  }

  void sendForTokensTo(String url) {
    realm = url;
  }

  /** Answers blobs by redirects to another server from now on. */
  void redirectBlobsTo(String base) {
    blobStore = Optional.of(base);
  }

  /** Pushes an artifact and answers its digest. */
  String push(String repository, String tag, Layer... layers) {
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    String descriptors =
        List.of(layers).stream()
            .map(layer ->
                descriptor(repository, layer.mediaType(), layer.content(), layer.annotations()))
            .collect(Collectors.joining(","));
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                OciManifest.MEDIA_TYPE,
                descriptor(
                    repository, "application/vnd.cncf.helm.config.v1+json", config, Map.of()),
                descriptors);
    return pushManifest(repository, tag, manifest);
  }

  String pushManifest(String repository, String tag, String manifest) {
    byte[] content = manifest.getBytes(StandardCharsets.UTF_8);
    String digest = Digest.of(content).toString();
    manifests.put(repository + "/" + tag, content);
    manifests.put(repository + "/" + digest, content);
    return digest;
  }

  /** Replaces the content of a manifest or blob without its name. */
  void corrupt(String repository, String reference) {
    byte[] other = "{\"layers\":[]}".getBytes(StandardCharsets.UTF_8);
    manifests.computeIfPresent(repository + "/" + reference, (_, _) -> other);
    blobs.computeIfPresent(repository + "/" + reference, (_, old) -> new byte[old.length]);
  }

  byte[] blob(String repository, String digest) {
    return blobs.getOrDefault(repository + "/" + digest, new byte[0]);
  }

  private String descriptor(
      String repository, String mediaType, byte[] content, Map<String, String> annotations) {
    String digest = Digest.of(content).toString();
    blobs.put(repository + "/" + digest, content);
    String notes =
        annotations.entrySet().stream()
            .map(note -> "\"" + note.getKey() + "\":\"" + note.getValue() + "\"")
            .collect(Collectors.joining(","));
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{%s}}"
        .formatted(mediaType, digest, content.length, notes);
  }

  private void handle(HttpExchange exchange, String authorization) throws IOException {
    var path = PATH.matcher(exchange.getRequestURI().getPath());
    if (!path.matches()) {
      WebServer.answer(exchange, 404, new byte[0]);
    } else if (!isAllowed(authorization, path.group(1))) {
      String challenge =
          access == Access.BASIC
              ? "Basic realm=\"registry\""
              : "Bearer realm=\"%s\",service=\"registry\",scope=\"repository:%s:pull\""
                  .formatted(realm, path.group(1));
      exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
      WebServer.answer(exchange, 401, new byte[0]);
    } else {
      String key = path.group(1) + "/" + path.group(3);
      switch (path.group(2)) {
        case "tags" -> tags(exchange, path.group(1));
        case "manifests" -> {
          byte[] manifest = manifests.get(key);
          if (manifest != null) {
            exchange
                .getResponseHeaders()
                .set("Docker-Content-Digest", Digest.of(manifest).toString());
          }
          content(exchange, manifest);
        }
        default -> {
          if (blobStore.isPresent()) {
            exchange.getResponseHeaders().set("Location", blobStore.get() + "/" + path.group(3));
            WebServer.answer(exchange, 307, new byte[0]);
          } else {
            content(exchange, blobs.get(key));
          }
        }
      }
    }
  }

  private boolean isAllowed(String authorization, String repository) {
    return switch (access) {
      case OPEN -> true;
      case BASIC -> authorization.equals(basic());
      case TOKEN -> authorization.equals("Bearer token-for-" + repository.replace('/', '-'));
    };
  }

  /** Answers as a token server does; public so that another server may be it. */
  void token(HttpExchange exchange, String authorization) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    String repository = query.replaceAll(".*scope=repository:([^&]*):pull.*", "$1");
    byte[] token =
        "{\"token\":\"token-for-%s\",\"expires_in\":300}"
            .formatted(repository.replace('/', '-'))
            .getBytes(StandardCharsets.UTF_8);
    WebServer.answer(exchange, authorization.equals(basic()) ? 200 : 401, token);
  }

  static String basic() {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
  }

  private void tags(HttpExchange exchange, String repository) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    String last = query.contains("last=") ? query.replaceAll(".*last=", "") : "";
    var all = new TreeMap<String, byte[]>();
    manifests.forEach((key, value) -> {
      String tag = key.substring(key.lastIndexOf('/') + 1);
      if (key.equals(repository + "/" + tag) && !tag.contains(":")) {
        all.put(tag, value);
      }
    });
    var page = all.tailMap(last, false).keySet().stream().limit(PAGE).toList();
    if (!page.isEmpty() && !page.getLast().equals(all.lastKey())) {
      exchange
          .getResponseHeaders()
          .set(
              "Link",
              "</v2/%s/tags/list?n=2&last=%s>; rel=\"next\"".formatted(repository, page.getLast()));
    }
    String names = page.stream().map(tag -> "\"" + tag + "\"").collect(Collectors.joining(","));
    WebServer.answer(
        exchange,
        all.isEmpty() ? 404 : 200,
        "{\"name\":\"%s\",\"tags\":[%s]}"
            .formatted(repository, names)
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void content(HttpExchange exchange, byte @Nullable [] content) throws IOException {
    WebServer.answer(
        exchange, content == null ? 404 : 200, content == null ? new byte[0] : content);
  }

  @Override
  public void close() {
    web.close();
  }
}
