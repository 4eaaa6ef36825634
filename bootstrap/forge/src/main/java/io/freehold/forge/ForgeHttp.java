package io.freehold.forge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * JSON over HTTP with one authorization header; every failure is a {@link ForgeException} without
 * the token.
 */
final class ForgeHttp {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int MESSAGE_LIMIT = 300;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;
  private final String authorization;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          // A redirect could carry the token to another host.
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  ForgeHttp(URI base, String authorization) {
    String scheme = String.valueOf(base.getScheme());
    String host = String.valueOf(base.getHost());
    boolean local = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    if (!scheme.equals("https") && !(scheme.equals("http") && local)) {
      throw new IllegalArgumentException(
          base + " is not an https URL: the token would travel in clear text");
    }
    String text = base.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.authorization = authorization;
  }

  JsonNode get(String path) {
    return send(request(path).GET(), false);
  }

  JsonNode post(String path, JsonNode body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())),
        false);
  }

  void delete(String path) {
    send(request(path).DELETE(), true);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(TIMEOUT)
        .header("Accept", "application/json")
        .header("Authorization", authorization);
  }

  private JsonNode send(HttpRequest.Builder builder, boolean absentIsFine) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 == 2) {
        return response.body().isBlank()
            ? MissingNode.getInstance()
            : JSON.readTree(response.body());
      }
      if (response.statusCode() == 404 && absentIsFine) {
        return MissingNode.getInstance();
      }
      throw refusal(response);
    } catch (JsonProcessingException e) {
      throw new ForgeException(
          ForgeException.Code.UNEXPECTED, request.uri() + " did not answer with JSON", e);
    } catch (IOException e) {
      throw new ForgeException(
          ForgeException.Code.UNREACHABLE,
          request.uri() + " does not answer (" + e + "); check --forge-url",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ForgeException(ForgeException.Code.UNREACHABLE, "interrupted", e);
    }
  }

  private static ForgeException refusal(HttpResponse<String> response) {
    String said = said(response.body());
    return switch (response.statusCode()) {
      case 401 ->
          new ForgeException(
              ForgeException.Code.UNAUTHORIZED,
              "the forge does not accept the token; make a new one and pass it by --forge-token-file");
      case 403 ->
          new ForgeException(
              ForgeException.Code.FORBIDDEN,
              "the token may not administer the repository's deploy keys: " + said);
      case 404 ->
          new ForgeException(
              ForgeException.Code.REPOSITORY_NOT_FOUND,
              "the forge has no such repository, or the token may not see it: " + said);
      case 409, 422 ->
          new ForgeException(
              ForgeException.Code.KEY_REFUSED, "the forge refuses the deploy key: " + said);
      default ->
          new ForgeException(
              ForgeException.Code.UNEXPECTED,
              "the forge answered HTTP " + response.statusCode() + ": " + said);
    };
  }

  private static String said(String body) {
    String message = body;
    try {
      message = JSON.readTree(body).path("message").asText(body);
    } catch (JsonProcessingException _) {
      // An HTML page from a proxy: its beginning has to do.
    }
    String line = message.replaceAll("\\s+", " ").strip();
    return line.length() > MESSAGE_LIMIT ? line.substring(0, MESSAGE_LIMIT) + "…" : line;
  }
}
