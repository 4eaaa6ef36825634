package io.freehold.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The page, from the class path. Paths without a dot are places inside the page and get its index,
 * and so are those of clusters, whose names may have dots; any other name with a dot is a file or
 * nothing.
 */
final class PageFiles implements HttpService {
  private static final String ROOT = "io/freehold/ui/";
  private static final String INDEX = "index.html";
  private static final String CLUSTERS = "/clusters/";
  private static final Pattern FILE =
      Pattern.compile("/(?:assets/)?([A-Za-z0-9_-][A-Za-z0-9_.-]*\\.([a-z0-9]{2,5}))");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "json", "application/json",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  private final Callers callers;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  PageFiles(Callers callers) {
    this.callers = callers;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/*", this::file);
  }

  private void file(ServerRequest request, ServerResponse response) {
    String path = request.path().path();
    if (path.startsWith("/api/")) {
      Answers.problem(response, 404, "Not found", "The API has no such resource.");
      return;
    }
    boolean place = path.indexOf('.') < 0 || path.startsWith(CLUSTERS);
    var matcher = FILE.matcher(place ? "/" + INDEX : path);
    if (place && callers.find(request).isEmpty()) {
      SignIn.goOn(response, "/login?return=" + URLEncoder.encode(path, StandardCharsets.UTF_8));
      return;
    }
    // Only names that the pattern lets through reach the class path.
    if (!matcher.matches() || !TYPES.containsKey(matcher.group(2))) {
      notFound(response);
      return;
    }
    Optional<byte[]> content = content(matcher.group().substring(1));
    if (content.isEmpty()) {
      notFound(response);
      return;
    }
    response.header(HeaderNames.CONTENT_TYPE, TYPES.getOrDefault(matcher.group(2), ""));
    // The build puts a digest of the content into the names of assets.
    response.header(
        HeaderNames.CACHE_CONTROL,
        path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    response.send(content.get());
  }

  private Optional<byte[]> content(String name) {
    byte[] kept = files.get(name);
    if (kept != null) {
      return Optional.of(kept);
    }
    Optional<byte[]> read = read(name);
    // Only what exists is kept: made-up names must not fill the memory.
    read.ifPresent(bytes -> files.put(name, bytes));
    return read;
  }

  private static void notFound(ServerResponse response) {
    Answers.problem(
        response, 404, "Not found", "There is no such file; this build may be without its page.");
  }

  private static Optional<byte[]> read(String name) {
    try (InputStream file = PageFiles.class.getClassLoader().getResourceAsStream(ROOT + name)) {
      return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
