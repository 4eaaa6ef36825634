package io.freehold.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.store.Database;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Supplier;

/** Alive and ready. The registry is no condition: the plane serves what it knows without it. */
final class Probes implements HttpService {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database;
  private final Supplier<RegistryStatus> registry;

  Probes(Database database, Supplier<RegistryStatus> registry) {
    this.database = database;
    this.registry = registry;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(
        "/healthz",
        (_, response) -> Answers.json(response, JSON.createObjectNode().put("alive", true)));
    rules.get("/readyz", this::ready);
  }

  private void ready(ServerRequest request, ServerResponse response) {
    if (database.ready()) {
      Answers.json(
          response,
          JSON.createObjectNode()
              .put("ready", true)
              .set("registry", Views.registry(registry.get())));
    } else {
      Answers.problem(response, 503, "Not ready", "The database does not answer.");
    }
  }
}
