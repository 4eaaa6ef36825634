package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Serves the endpoints, and what is the same for all of them. Everything is a GET. */
final class ApiService implements HttpService {
  private static final String DOCUMENT = "/api/v1/openapi.json";

  private final List<Endpoint> endpoints;
  private final RequestRate rate;
  private final OwnMetrics metrics;
  private final ObjectNode document;

  ApiService(List<Endpoint> endpoints, RequestRate rate, OwnMetrics metrics) {
    this.endpoints = List.copyOf(endpoints);
    this.rate = rate;
    this.metrics = metrics;
    this.document = OpenApi.document(endpoints);
  }

  @Override
  public void routing(HttpRules rules) {
    for (Endpoint endpoint : endpoints) {
      Set<String> known =
          endpoint.query().stream().map(QueryParameter::name).collect(Collectors.toSet());
      rules.get(
          endpoint.path(),
          (request, response) -> {
            if (admitted(request, response)) {
              try (var _ = metrics.timer(OwnMetrics.API, endpoint.id())) {
                answer(endpoint, known, request, response);
              }
            }
          });
    }
    rules.get(
        DOCUMENT,
        (request, response) -> {
          if (admitted(request, response)) {
            Answers.tagged(request, response, document);
          }
        });
  }

  private static void answer(
      Endpoint endpoint, Set<String> known, ServerRequest request, ServerResponse response) {
    Call call = Call.of(request);
    call.parameters().onlyKnown(known);
    if (endpoint.handler() instanceof Endpoint.Streaming streaming) {
      streaming.stream().send(call, response);
      return;
    }
    JsonNode answer = endpoint.handler().answer(call);
    Answers.tagged(
        request,
        response,
        known.contains(QueryParameter.FIELDS.name())
            ? FieldSelection.select(answer, call.parameters().text("fields", 2_000))
            : answer);
  }

  private boolean admitted(ServerRequest request, ServerResponse response) {
    Duration pause = rate.count(request.remotePeer().host());
    if (pause.isZero()) {
      return true;
    }
    response.header(
        HeaderNames.RETRY_AFTER, Long.toString(Math.max(1, pause.plusMillis(999).toSeconds())));
    Answers.problem(response, 429, "Too many requests", "Ask again later, and less often.");
    return false;
  }
}
