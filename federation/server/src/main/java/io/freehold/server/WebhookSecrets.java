package io.freehold.server;

import io.freehold.webhook.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets that forges prove themselves with; several per forge while one is being replaced.
 *
 * @param secrets by provider
 */
record WebhookSecrets(Map<Provider, List<String>> secrets) {
  static final WebhookSecrets NONE = new WebhookSecrets(Map.of());

  private static final int SHORTEST = 16;

  WebhookSecrets {
    secrets = Map.copyOf(secrets);
  }

  /**
   * Reads lines of a provider and a secret; {@code #} begins a comment.
   *
   * @throws IllegalArgumentException when a line has another form; the message does not repeat it
   */
  static WebhookSecrets parse(String text) {
    Map<Provider, List<String>> secrets = new EnumMap<>(Provider.class);
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String content = line.strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      String[] parts = content.split("\\s+", 2);
      Optional<Provider> provider =
          Arrays.stream(Provider.values())
              .filter(known -> known.toString().equals(parts[0]))
              .findFirst();
      if (provider.isEmpty() || parts.length < 2 || parts[1].length() < SHORTEST) {
        throw new IllegalArgumentException(
            "line "
                + number
                + " must be one of "
                + Arrays.toString(Provider.values())
                + " and a secret of at least "
                + SHORTEST
                + " characters");
      }
      secrets.computeIfAbsent(provider.get(), _ -> new ArrayList<>()).add(parts[1]);
    }
    return new WebhookSecrets(secrets);
  }

  /** The secrets of a provider. */
  List<String> of(Provider provider) {
    return secrets.getOrDefault(provider, List.of());
  }

  @Override
  public String toString() {
    return "secrets of " + secrets.keySet();
  }
}
