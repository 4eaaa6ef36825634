package io.freehold.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads one target of the rules. */
final class TargetReader {
  private static final Map<String, Class<?>> TYPES =
      new TreeMap<>(
          Map.of(
              "slack", Posted.class,
              "teams", Posted.class,
              "webhook", Hooked.class,
              "email", Mailed.class,
              "github", Marked.class,
              "gitlab", Marked.class,
              "pagerduty", Paged.class,
              "opsgenie", Alerted.class));
  private static final Pattern REPOSITORY =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*){1,10}");
  private static final int PER_MINUTE = 20;
  private static final int MOST_PER_MINUTE = 10_000;
  private static final int MOST_RECEIVERS = 50;

  private TargetReader() {}

  private record Posted(Link url) {}

  private record Hooked(Link url, SecretRef secret) {}

  private record Mailed(
      String host,
      int port,
      String tls,
      String user,
      SecretRef password,
      String from,
      List<String> to) {}

  private record Marked(String repository, SecretRef token, String url, boolean comments) {}

  private record Paged(SecretRef routingKey, String url) {}

  private record Alerted(SecretRef key, String url) {}

  static Target read(Map<String, JsonNode> entry) {
    var rest = new TreeMap<>(entry);
    JsonNode name = rest.remove("name");
    JsonNode rate = rest.remove("rateLimit");
    if (name == null || !name.isTextual()) {
      throw new RuleException("name must be a text");
    }
    if (rest.size() != 1 || !TYPES.containsKey(rest.firstKey())) {
      throw new RuleException(
          "beside name and rateLimit there must be one of " + String.join(", ", TYPES.keySet()));
    }
    int perMinute = rate == null ? PER_MINUTE : rate.isInt() ? rate.intValue() : 0;
    if (perMinute < 1 || perMinute > MOST_PER_MINUTE) {
      throw new RuleException("rateLimit must be a number of messages in a minute, 1 to 10000");
    }
    String type = rest.firstKey();
    return new Target(
        RulesReader.name(name.textValue()),
        transport(type, rest.firstEntry().getValue()),
        perMinute);
  }

  private static Transport transport(String type, JsonNode node) {
    try {
      Object value = RulesReader.JSON.treeToValue(node, TYPES.get(type));
      return switch (value) {
        case Posted posted when type.equals("slack") -> new SlackTransport(link(posted.url()));
        case Posted posted -> new TeamsTransport(link(posted.url()));
        case Hooked hooked ->
            new WebhookTransport(link(hooked.url()), secret("secret", hooked.secret()));
        case Mailed mailed -> email(mailed);
        case Marked marked when type.equals("github") ->
            new GitHubTransport(
                repository(marked.repository()),
                secret("token", marked.token()),
                base(marked.url(), GitHubTransport.URL),
                marked.comments());
        case Marked marked ->
            new GitLabTransport(
                repository(marked.repository()),
                secret("token", marked.token()),
                base(marked.url(), GitLabTransport.URL),
                marked.comments());
        case Paged paged ->
            new PagerDutyTransport(
                secret("routingKey", paged.routingKey()),
                base(paged.url(), PagerDutyTransport.URL));
        case Alerted alerted ->
            new OpsgenieTransport(
                secret("key", alerted.key()), base(alerted.url(), OpsgenieTransport.URL));
        case null, default -> throw new RuleException("says nothing");
      };
    } catch (JsonProcessingException e) {
      throw new RuleException(type + RulesReader.problem(e));
    } catch (RuleException e) {
      throw new RuleException(type + ": " + e.getMessage());
    }
  }

  private static EmailTransport email(Mailed mailed) {
    String host = NotificationsFile.plain(mailed.host());
    String from = NotificationsFile.plain(mailed.from());
    List<String> to = mailed.to() == null ? List.of() : new ArrayList<>(mailed.to());
    if (host.isEmpty() || from.isEmpty() || to.isEmpty() || to.size() > MOST_RECEIVERS) {
      throw new RuleException("host, from and to (at most 50) must be given");
    }
    String wanted = NotificationsFile.plain(mailed.tls()).toUpperCase(Locale.ROOT);
    EmailTransport.Tls tls;
    try {
      tls = wanted.isEmpty() ? EmailTransport.Tls.STARTTLS : EmailTransport.Tls.valueOf(wanted);
    } catch (IllegalArgumentException _) {
      throw new RuleException("tls must be starttls, tls or none");
    }
    int absent =
        switch (tls) {
          case STARTTLS -> 587;
          case TLS -> 465;
          case NONE -> 25;
        };
    int port = mailed.port() == 0 ? absent : mailed.port();
    if (port < 1 || port > 65_535) {
      throw new RuleException("port must be a port number");
    }
    String user = NotificationsFile.plain(mailed.user());
    SecretRef password = user.isEmpty() ? SecretRef.NONE : secret("password", mailed.password());
    return new EmailTransport(new EmailTransport.Server(host, port, tls, user, password), from, to);
  }

  private static Link link(Link url) {
    if (url == null) {
      throw new RuleException("url is missing");
    }
    if (url.url().isEmpty()) {
      secret("url", url.secret());
      return url;
    }
    return new Link(base(url.url(), ""), SecretRef.NONE);
  }

  private static String base(String url, String absent) {
    String text = NotificationsFile.plain(url);
    if (text.isEmpty()) {
      return absent;
    }
    try {
      Outbound.url(text);
    } catch (DeliveryException _) {
      throw new RuleException("url must be https://host/path without a user");
    }
    return text.endsWith("/") && absent.length() > 0 ? text.substring(0, text.length() - 1) : text;
  }

  private static String repository(String text) {
    String path = NotificationsFile.plain(text);
    if (!REPOSITORY.matcher(path).matches()) {
      throw new RuleException("repository must be owner/name");
    }
    return path;
  }

  private static SecretRef secret(String field, SecretRef reference) {
    String problem = reference == null ? "must name env or file" : SecretsFolder.problem(reference);
    if (!problem.isEmpty()) {
      throw new RuleException(field + " " + problem);
    }
    return reference;
  }
}
