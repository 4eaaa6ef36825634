package io.freehold.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The API's description of itself, OpenAPI 3.1. */
final class OpenApi {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String PROBLEM = "#/components/schemas/Problem";

  private OpenApi() {}

  static ObjectNode document(List<Endpoint> endpoints) {
    ObjectNode document = JSON.objectNode().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Freehold plane")
        .put("version", "1")
        .put(
            "description",
            "What the clusters of a fleet report. There is nothing to command: a POST is about the"
                + " plane's own sessions, tokens and notifications.");
    ObjectNode paths = document.putObject("paths");
    endpoints.forEach(endpoint ->
        paths
            .withObjectProperty(endpoint.path())
            .set(endpoint.post() ? "post" : "get", operation(endpoint)));
    paths.putObject("/api/v1/events").set("get", events());
    document.putObject("components").putObject("schemas").set("Problem", problem());
    return document;
  }

  private static ObjectNode operation(Endpoint endpoint) {
    ObjectNode operation =
        JSON.objectNode().put("operationId", endpoint.id()).put("summary", endpoint.summary());
    ArrayNode parameters = operation.putArray("parameters");
    endpoint.variables().forEach(name -> parameters.add(parameter(name, "path")));
    endpoint.query().forEach(parameter -> parameters.add(query(parameter)));
    endpoint
        .body()
        .ifPresent(body -> {
          ObjectNode sent = operation.putObject("requestBody").put("required", true);
          content(sent, "application/json").set("schema", body);
        });
    endpoint.need().ifPresent(role -> operation.put("x-freehold-role", role.toString()));
    ObjectNode responses = operation.putObject("responses");
    ObjectNode answer = responses.putObject("200").put("description", "The answer.");
    if (endpoint.handler() instanceof Endpoint.Streaming streaming) {
      ObjectNode types = answer.putObject("content");
      streaming.types().forEach(type -> types.putObject(type).putObject("schema"));
    } else {
      content(answer, "application/json").set("schema", endpoint.schema());
    }
    if (!endpoint.post() && !(endpoint.handler() instanceof Endpoint.Streaming)) {
      responses.putObject("304").put("description", "It is as If-None-Match says.");
    }
    problem(responses, "400", "A parameter cannot be used.");
    problem(responses, "401", "Nobody is signed in, and no good token was sent.");
    problem(responses, "403", "The caller may not do this.");
    if (!endpoint.variables().isEmpty()) {
      problem(responses, "404", "There is no such thing.");
    }
    problem(responses, "429", "Too many requests; see Retry-After.");
    problem(responses, "503", "The database does not answer.");
    return operation;
  }

  private static ObjectNode events() {
    ObjectNode operation =
        JSON.objectNode()
            .put("operationId", "events")
            .put(
                "summary",
                "Server-sent events: \"change\" says what to look at again, \"reset\" that everything is.");
    operation
        .putArray("parameters")
        .add(
            parameter("Last-Event-ID", "header")
                .put("required", false)
                .put("description", "Id of the last event that was read, to go on after it."));
    ObjectNode responses = operation.putObject("responses");
    content(responses.putObject("200").put("description", "The stream."), "text/event-stream")
        .putObject("schema")
        .put("type", "string");
    problem(responses, "401", "Nobody is signed in, and no good token was sent.");
    problem(responses, "403", "The caller may not do this.");
    problem(responses, "503", "Too many streams.");
    return operation;
  }

  private static ObjectNode parameter(String name, String in) {
    ObjectNode parameter = JSON.objectNode().put("name", name).put("in", in).put("required", true);
    parameter.putObject("schema").put("type", "string");
    return parameter;
  }

  private static ObjectNode query(QueryParameter of) {
    ObjectNode parameter =
        JSON.objectNode()
            .put("name", of.name())
            .put("in", "query")
            .put("required", false)
            .put("description", of.description());
    ObjectNode type = JSON.objectNode().put("type", of.type());
    if (!of.values().isEmpty()) {
      ArrayNode values = type.putArray("enum");
      of.values().forEach(values::add);
    }
    parameter.set("schema", of.repeats() ? Schemas.list(type) : type);
    return parameter;
  }

  private static void problem(ObjectNode responses, String status, String description) {
    content(responses.putObject(status).put("description", description), "application/problem+json")
        .putObject("schema")
        .put("$ref", PROBLEM);
  }

  private static ObjectNode content(ObjectNode response, String type) {
    return response.putObject("content").putObject(type);
  }

  private static ObjectNode problem() {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("type").put("type", "string");
    properties.putObject("title").put("type", "string");
    properties.putObject("status").put("type", "integer");
    properties.putObject("detail").put("type", "string");
    schema.putArray("required").add("type").add("title").add("status").add("detail");
    return schema;
  }
}
