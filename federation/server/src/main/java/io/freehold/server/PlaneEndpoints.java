package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How the plane itself is: what it reads from the registry, and whether it can be used. */
final class PlaneEndpoints {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Supplier<RegistryStatus> registry;
  private final List<PlaneConfiguration<?>> configurations;

  PlaneEndpoints(
      Supplier<RegistryStatus> registry, List<? extends PlaneConfiguration<?>> configurations) {
    this.registry = registry;
    this.configurations = List.copyOf(configurations);
  }

  List<Endpoint> all() {
    return List.of(
        new Endpoint(
            "plane",
            "/api/v1/plane",
            "How the registry is, and which commit each part of the plane's configuration is of.",
            List.of(),
            schema(),
            _ -> plane()));
  }

  private JsonNode plane() {
    ObjectNode view = JSON.objectNode();
    view.set("registry", Views.registry(registry.get()));
    ArrayNode parts = view.putArray("configurations");
    for (PlaneConfiguration<?> configuration : configurations) {
      parts
          .addObject()
          .put("part", configuration.part())
          .put("revision", configuration.revision())
          .put("problem", configuration.problem());
    }
    return view;
  }

  private static ObjectNode schema() {
    Map<String, ObjectNode> part = new LinkedHashMap<>();
    part.put("part", Schemas.text("Its name, as access."));
    part.put("revision", Schemas.text("The commit that is in force; empty without any."));
    part.put("problem", Schemas.text("Why the newest files are not; empty when they are."));
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("registry", ViewSchemas.registry());
    fields.put("configurations", Schemas.list(Schemas.object(part)));
    return Schemas.object(fields);
  }
}
