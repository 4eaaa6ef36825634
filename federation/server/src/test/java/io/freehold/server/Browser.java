package io.freehold.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a browser does with cookies and forms; it follows no redirect by itself. */
final class Browser {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  final Map<String, String> cookies = new TreeMap<>();
  private final TestPlane plane;
  private final HttpClient client;

  Browser(TestPlane plane) {
    this(plane, CLIENT);
  }

  Browser(TestPlane plane, HttpClient client) {
    this.plane = plane;
    this.client = client;
  }

  HttpResponse<String> get(String place) {
    return send(HttpRequest.newBuilder(at(place)));
  }

  /** Sends a form, as a page of the plane would. */
  HttpResponse<String> form(String place, Map<String, String> fields) {
    return form(place, fields, Map.of("Origin", plane.plane().http()));
  }

  HttpResponse<String> form(String place, Map<String, String> fields, Map<String, String> headers) {
    String body =
        fields.entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(place))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request);
  }

  /** Sends JSON, as a script of the page would. */
  HttpResponse<String> post(String place, String json) {
    return post(place, json, Map.of("X-CSRF-Token", csrf()));
  }

  HttpResponse<String> post(String place, String json, Map<String, String> headers) {
    var all = new HashMap<>(Map.of("Content-Type", "application/json"));
    all.putAll(headers);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(place)).POST(HttpRequest.BodyPublishers.ofString(json));
    all.forEach(request::header);
    return send(request);
  }

  /** What the page knows and other sites do not. */
  String csrf() {
    try {
      return TestPlane.JSON.readTree(get("/api/v1/me").body()).path("csrf").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signs in at the provider; the answer of the plane to what the provider sends back. */
  HttpResponse<String> signIn(String place) {
    return get(callback(place));
  }

  /** Signs in at the provider; where the provider sends the browser to. */
  String callback(String place) {
    HttpResponse<String> start =
        get("/login/start?return=" + URLEncoder.encode(place, StandardCharsets.UTF_8));
    HttpResponse<String> there = get(location(start));
    if (there.statusCode() != 302) {
      throw new AssertionError(start.statusCode() + " then " + there.body());
    }
    return location(there);
  }

  static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }

  private URI at(String place) {
    return URI.create(place.startsWith("http") ? place : plane.plane().http() + place);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(one -> one.getKey() + "=" + one.getValue())
              .collect(Collectors.joining("; ")));
    }
    try {
      HttpResponse<String> answer =
          client.send(
              request.timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString());
      for (String set : answer.headers().allValues("Set-Cookie")) {
        String[] pair = set.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty()) {
          cookies.remove(pair[0]);
        } else {
          cookies.put(pair[0], pair[1]);
        }
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
