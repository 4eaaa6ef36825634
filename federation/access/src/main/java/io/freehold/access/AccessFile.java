package io.freehold.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.store.ClusterSelector;
import io.freehold.store.ClusterSelector.Operator;
import io.freehold.store.ClusterSelector.Requirement;
import io.freehold.store.Scope;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code plane/access.yaml}. Anything in it that is not understood makes it unusable. */
public final class AccessFile {
  /** Where it is in the registry. */
  public static final String PATH = "plane/access.yaml";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Duration LONGEST_SESSION = Duration.ofDays(30);

  private AccessFile() {}

  /**
   * Reads the file.
   *
   * @throws AccessException when it cannot be used as a whole; the message names file and field
   */
  public static AccessPolicy read(byte[] bytes) throws AccessException {
    Fields file = new Fields(PATH, parse(bytes));
    if (!file.text("apiVersion").equals("freehold.io/v1")
        || !file.text("kind").equals("PlaneAccess")) {
      throw new AccessException(PATH + " must hold a PlaneAccess of freehold.io/v1");
    }
    Optional<Fields> metadata = file.object("metadata");
    if (metadata.isPresent()) {
      metadata.get().text("name", "");
      metadata.get().end();
    }
    Fields spec =
        file.object("spec").orElseThrow(() -> new AccessException(PATH + ": spec is missing"));
    file.end();

    Optional<Fields> oidc = spec.object("oidc");
    Optional<Fields> session = spec.object("session");
    var bindings = new ArrayList<Binding>();
    for (Fields fields : spec.objects("bindings")) {
      bindings.add(binding(fields));
    }
    var tokens = new ArrayList<DeclaredToken>();
    for (Fields fields : spec.objects("tokens")) {
      tokens.add(token(fields));
    }
    spec.end();
    Duration absolute = AccessPolicy.ABSOLUTE;
    Duration idle = AccessPolicy.IDLE;
    if (session.isPresent()) {
      absolute = duration(session.get(), "absolute", absolute);
      idle = duration(session.get(), "idle", idle);
      session.get().end();
    }
    return new AccessPolicy(
        oidc.isPresent() ? Optional.of(provider(oidc.get())) : Optional.empty(),
        idle,
        absolute,
        bindings,
        tokens);
  }

  private static JsonNode parse(byte[] bytes) throws AccessException {
    try {
      List<Document> documents =
          Yaml.parse(PATH, bytes, Schema.KUBERNETES).stream()
              .filter(document -> !document.isEmpty())
              .toList();
      if (documents.size() != 1) {
        throw new AccessException(PATH + " must hold exactly one object");
      }
      return JSON.readTree(Json.bytes(documents.getFirst().root()));
    } catch (YamlException e) {
      throw new AccessException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new AccessException(PATH + " cannot be read", e);
    }
  }

  private static Provider provider(Fields fields) throws AccessException {
    URI issuer = issuer(fields);
    String secret = fields.text("clientSecretFile", "");
    if (!secret.isEmpty() && !FILE_NAME.matcher(secret).matches()) {
      throw fields.wrong("clientSecretFile", "must be the plain name of a file");
    }
    List<String> scopes = fields.texts("scopes");
    var provider =
        new Provider(
            issuer,
            fields.text("clientId"),
            secret,
            scopes.isEmpty() ? List.of("openid", "profile", "email") : scopes,
            fields.text("userClaim", "email"),
            fields.text("groupsClaim", "groups"));
    if (!provider.scopes().contains("openid")) {
      throw fields.wrong("scopes", "must contain openid");
    }
    fields.end();
    return provider;
  }

  private static URI issuer(Fields fields) throws AccessException {
    try {
      URI issuer = URI.create(fields.text("issuer"));
      boolean plain = "http".equals(issuer.getScheme()) && Loopback.names(issuer.getHost());
      if (("https".equals(issuer.getScheme()) || plain)
          && issuer.getHost() != null
          && issuer.getUserInfo() == null
          && issuer.getQuery() == null
          && issuer.getFragment() == null) {
        return issuer;
      }
    } catch (IllegalArgumentException _) {
      // Reported below.
    }
    throw fields.wrong("issuer", "must be an https URL without user, query and fragment");
  }

  private static Duration duration(Fields fields, String name, Duration absent)
      throws AccessException {
    String text = fields.text(name, "");
    if (text.isEmpty()) {
      return absent;
    }
    try {
      Duration duration = io.freehold.api.Durations.parse(text);
      if (duration.compareTo(Duration.ofMinutes(1)) >= 0
          && duration.compareTo(LONGEST_SESSION) <= 0) {
        return duration;
      }
    } catch (IllegalArgumentException _) {
      // Reported below.
    }
    throw fields.wrong(name, "must be a duration from 1m to 720h");
  }

  private static Binding binding(Fields fields) throws AccessException {
    List<String> users = fields.texts("users");
    List<String> groups = fields.texts("groups");
    if (users.isEmpty() && groups.isEmpty()) {
      throw fields.wrong("users", "or groups must say who");
    }
    var binding = new Binding(Set.copyOf(users), Set.copyOf(groups), grant(fields));
    fields.end();
    return binding;
  }

  private static DeclaredToken token(Fields fields) throws AccessException {
    String hash = fields.text("hash");
    if (!HASH.matcher(hash).matches()) {
      throw fields.wrong("hash", "must be sha256: and 64 hexadecimal digits in lower case");
    }
    Instant expires;
    try {
      expires = Instant.parse(fields.text("expires"));
    } catch (DateTimeParseException _) {
      throw fields.wrong("expires", "must be a time such as 2027-01-31T00:00:00Z");
    }
    var token = new DeclaredToken(fields.text("name"), hash, expires, grant(fields));
    fields.end();
    return token;
  }

  /**
   * Reads a grant that stands alone, with just the fields that bindings have for it.
   *
   * @throws AccessException when it cannot be used
   */
  public static Grant grant(JsonNode node) throws AccessException {
    var fields = new Fields("token", node);
    Grant grant = grant(fields);
    fields.end();
    return grant;
  }

  /** A grant as {@link #grant} reads it. */
  public static ObjectNode write(Grant grant) {
    ObjectNode written = JSON.createObjectNode().put("role", grant.role().toString());
    List<Requirement> requirements = grant.part().clusters().requirements();
    if (!requirements.isEmpty()) {
      ObjectNode clusters = written.putObject("clusters");
      for (Requirement requirement : requirements) {
        if (requirement.operator() == Operator.NAMED) {
          requirement.values().forEach(clusters.withArrayProperty("names")::add);
        } else {
          ObjectNode expression = clusters.withArrayProperty("matchExpressions").addObject();
          expression.put("key", requirement.key()).put("operator", name(requirement.operator()));
          if (!requirement.values().isEmpty()) {
            requirement.values().forEach(expression.putArray("values")::add);
          }
        }
      }
    }
    if (!grant.part().allProjects()) {
      ArrayNode projects = written.putArray("projects");
      grant.part().projects().stream().sorted().forEach(projects::add);
    }
    return written;
  }

  private static String name(Operator operator) {
    return switch (operator) {
      case IN -> "In";
      case NOT_IN -> "NotIn";
      case EXISTS -> "Exists";
      case DOES_NOT_EXIST -> "DoesNotExist";
      case NAMED -> throw new IllegalArgumentException("names are no expression");
    };
  }

  private static Grant grant(Fields fields) throws AccessException {
    Role role =
        Role.of(fields.text("role"))
            .orElseThrow(() -> fields.wrong("role", "must be viewer, operator or admin"));
    List<String> projects = fields.texts("projects");
    Optional<Fields> clusters = fields.object("clusters");
    return new Grant(
        role,
        new Scope.Part(
            clusters.isPresent() ? selector(clusters.get()) : ClusterSelector.ALL,
            projects.isEmpty(),
            Set.copyOf(projects)));
  }

  private static ClusterSelector selector(Fields fields) throws AccessException {
    var requirements = new ArrayList<Requirement>();
    List<String> names = fields.texts("names");
    if (!names.isEmpty()) {
      requirements.add(new Requirement("", Operator.NAMED, names));
    }
    Optional<Fields> labels = fields.object("matchLabels");
    if (labels.isPresent()) {
      for (String key : labels.get().names()) {
        requirements.add(new Requirement(key, Operator.IN, List.of(labels.get().text(key))));
      }
    }
    for (Fields expression : fields.objects("matchExpressions")) {
      requirements.add(expression(expression));
    }
    fields.end();
    if (requirements.isEmpty()) {
      throw fields.wrong("matchLabels", "or names must say which; leave clusters out for all");
    }
    return new ClusterSelector(requirements);
  }

  private static Requirement expression(Fields fields) throws AccessException {
    String key = fields.text("key");
    List<String> values = fields.texts("values");
    Operator operator =
        switch (fields.text("operator")) {
          case "In" -> Operator.IN;
          case "NotIn" -> Operator.NOT_IN;
          case "Exists" -> Operator.EXISTS;
          case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
          default -> throw fields.wrong("operator", "must be In, NotIn, Exists or DoesNotExist");
        };
    boolean compares = operator == Operator.IN || operator == Operator.NOT_IN;
    if (compares == values.isEmpty()) {
      throw fields.wrong("values", compares ? "are missing" : "do not go with this operator");
    }
    fields.end();
    return new Requirement(key, operator, values);
  }
}
