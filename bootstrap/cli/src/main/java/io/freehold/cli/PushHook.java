package io.freehold.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The webhook of the demo's Git server. */
final class PushHook {
  private static final String ALGORITHM = "HmacSHA256";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  private PushHook() {}

  /** Tells a plane that a repository moved; nobody is told when it is away, and all poll anyway. */
  static void send(URI webhooks, PlaneSecrets secrets, String repository) {
    String body = "{\"repository\": \"%s\", \"ref\": \"refs/heads/main\"}".formatted(repository);
    HttpRequest request =
        HttpRequest.newBuilder(webhooks)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("X-Freehold-Event", "push")
            .header("X-Freehold-Signature", "sha256=" + signature(secrets.webhook(), body))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      CLIENT.send(request, BodyHandlers.discarding());
    } catch (IOException _) {
      // It is away.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String signature(String secret, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
