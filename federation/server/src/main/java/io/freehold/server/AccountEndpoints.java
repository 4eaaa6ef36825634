package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.access.AccessException;
import io.freehold.access.AccessFile;
import io.freehold.access.Grant;
import io.freehold.access.Role;
import io.freehold.access.Secret;
import io.freehold.store.TokenRow;
import io.freehold.store.TokenTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Who the caller is, and the tokens that people make for programs. */
final class AccountEndpoints {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int LONGEST_DAYS = 366;
  private static final int LONGEST_NAME = 100;
  private static final int MOST_TOKENS = 50;
  private static final Set<String> FIELDS_OF_TOKEN =
      Set.of("name", "days", "role", "clusters", "projects");

  private final TokenTable tokens;
  private final AccessAudit audit;
  private final InstantSource clock;

  AccountEndpoints(TokenTable tokens, AccessAudit audit, InstantSource clock) {
    this.tokens = tokens;
    this.audit = audit;
    this.clock = clock;
  }

  List<Endpoint> all() {
    return List.of(
        new Endpoint(
                "me",
                "/api/v1/me",
                "Who the caller is and what they may do; csrf goes into X-CSRF-Token of a POST.",
                List.of(),
                AccountSchemas.me(),
                this::me)
            .forWhomeverIsKnown(),
        new Endpoint(
                "tokens",
                "/api/v1/tokens",
                "The caller's tokens, newest first; for administrators everybody's.",
                List.of(),
                Schemas.page(AccountSchemas.token()),
                this::list)
            .forWhomeverIsKnown(),
        new Endpoint(
                "createToken",
                "/api/v1/tokens",
                "Makes a token. It is shown this once; it never does more than its owner may.",
                List.of(),
                AccountSchemas.newToken(),
                this::create)
            .taking(AccountSchemas.wantedToken()),
        new Endpoint(
                "revokeToken",
                "/api/v1/tokens/{token}/revoke",
                "Revokes a token for good.",
                List.of(),
                AccountSchemas.token(),
                this::revoke)
            .taking(AccountSchemas.nothing()));
  }

  private JsonNode me(Call call) {
    Caller caller = call.caller();
    ObjectNode view =
        JSON.objectNode().put("name", caller.name()).put("kind", caller.kind().toString());
    ArrayNode groups = view.putArray("groups");
    new TreeSet<>(caller.groups()).forEach(groups::add);
    caller.rights().highest().ifPresent(role -> view.put("role", role.toString()));
    ArrayNode grants = view.putArray("grants");
    for (Grant grant : caller.rights().grants()) {
      grants.add(AccessFile.write(grant));
    }
    return caller.csrf().isEmpty() ? view : view.put("csrf", caller.csrf());
  }

  private JsonNode list(Call call) {
    Caller caller = call.caller();
    if (administers(caller)) {
      return Views.items(tokens.list(Optional.empty()).stream().map(this::view).toList());
    }
    List<TokenRow> own = caller.signedIn() ? tokens.list(Optional.of(owner(caller))) : List.of();
    return Views.items(
        own.stream()
            .filter(row -> row.owner().issuer().equals(caller.issuer()))
            .map(this::view)
            .toList());
  }

  private JsonNode create(Call call) {
    Caller caller = call.caller();
    if (!caller.signedIn()) {
      throw RefusedException.forbidden("Only somebody who signed in can make tokens.");
    }
    ObjectNode wanted = call.body();
    wanted
        .fieldNames()
        .forEachRemaining(field -> {
          if (!FIELDS_OF_TOKEN.contains(field)) {
            throw new BadRequestException("a token has no field " + field);
          }
        });
    Instant now = clock.instant();
    JsonNode days = wanted.path("days");
    if (!days.isInt() || days.intValue() < 1 || days.intValue() > LONGEST_DAYS) {
      throw new BadRequestException("days must be a number from 1 to " + LONGEST_DAYS);
    }
    String name = wanted.path("name").asText().strip();
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new BadRequestException("name must be text of 1 to " + LONGEST_NAME + " characters");
    }
    ObjectNode allows = wanted.deepCopy().without(List.of("name", "days"));
    Grant grant;
    try {
      grant = AccessFile.grant(allows);
    } catch (AccessException e) {
      throw new BadRequestException(e.problem());
    }
    if (caller.rights().scope(grant.role()).parts().isEmpty()) {
      audit.denied(caller, "token.create", name, call.request());
      throw RefusedException.forbidden("A token cannot have a role that its owner has not.");
    }
    String secret = Secret.token();
    var row =
        new TokenRow(
            UUID.randomUUID().toString(),
            Secret.hash(secret),
            name,
            owner(caller),
            allows,
            now,
            now.plus(Duration.ofDays(days.intValue())),
            Optional.empty(),
            Optional.empty());
    if (!tokens.add(row, MOST_TOKENS)) {
      throw new BadRequestException("revoke some of your " + MOST_TOKENS + " tokens first");
    }
    audit.did(
        caller,
        "token.create",
        row.id(),
        call.request(),
        AccessAudit.nothing().put("name", name).put("expires", row.expiresAt().toString()));
    return view(row).put("token", secret);
  }

  private JsonNode revoke(Call call) {
    Caller caller = call.caller();
    TokenRow row =
        tokens
            .named(call.path("token"))
            .filter(found -> administers(caller) || owns(caller, found))
            .orElseThrow(() -> new NotFoundException("You have no such token."));
    if (tokens.revoke(row.id(), clock.instant())) {
      audit.did(caller, "token.revoke", row.id(), call.request(), AccessAudit.nothing());
    }
    return view(tokens.named(row.id()).orElse(row));
  }

  private static boolean administers(Caller caller) {
    return caller.rights().scope(Role.ADMIN).everything();
  }

  private static boolean owns(Caller caller, TokenRow row) {
    return caller.signedIn()
        && row.owner().kind().equals(caller.kind().toString())
        && row.owner().issuer().equals(caller.issuer())
        && row.owner().name().equals(caller.name());
  }

  private static TokenRow.Owner owner(Caller caller) {
    return new TokenRow.Owner(
        caller.kind().toString(),
        caller.issuer(),
        caller.name(),
        caller.groups().stream().sorted().toList());
  }

  private ObjectNode view(TokenRow row) {
    ObjectNode view =
        JSON.objectNode()
            .put("id", row.id())
            .put("name", row.name())
            .put("owner", row.owner().name())
            .put("createdAt", row.createdAt().toString())
            .put("expiresAt", row.expiresAt().toString())
            .put("good", row.revokedAt().isEmpty() && clock.instant().isBefore(row.expiresAt()));
    view.set("allows", row.allows());
    row.usedAt().ifPresent(at -> view.put("usedAt", at.toString()));
    row.revokedAt().ifPresent(at -> view.put("revokedAt", at.toString()));
    return view;
  }
}
