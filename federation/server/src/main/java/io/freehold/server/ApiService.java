package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Serves the endpoints, and what is the same for all of them: how often somebody may ask, who asks,
 * and whether they may.
 */
final class ApiService implements HttpService {
  private static final String DOCUMENT = "/api/v1/openapi.json";

  private final List<Endpoint> endpoints;
  private final RequestRate rate;
  private final OwnMetrics metrics;
  private final Callers callers;
  private final ObjectNode document;

  ApiService(List<Endpoint> endpoints, RequestRate rate, OwnMetrics metrics, Callers callers) {
    this.callers = callers;
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
      Handler handler =
          (request, response) -> {
            if (admitted(request, response)) {
              try (var _ = metrics.timer(OwnMetrics.API, endpoint.id())) {
                answer(endpoint, known, request, response);
              }
            }
          };
      if (endpoint.post()) {
        rules.post(endpoint.path(), handler);
      } else {
        rules.get(endpoint.path(), handler);
      }
    }
    rules.get(
        DOCUMENT,
        (request, response) -> {
          if (admitted(request, response)) {
            Answers.tagged(request, response, document);
          }
        });
  }

  private void answer(
      Endpoint endpoint, Set<String> known, ServerRequest request, ServerResponse response) {
    Caller caller =
        endpoint.need().isPresent()
            ? callers.require(request, endpoint.need().get())
            : callers.require(request);
    ObjectNode body = endpoint.post() ? PostBody.read(request, caller) : PostBody.NONE;
    Call call = Call.of(request, caller, body);
    call.parameters().onlyKnown(known);
    if (endpoint.handler() instanceof Endpoint.Streaming streaming) {
      streaming.stream().send(call, response);
      return;
    }
    JsonNode answer = endpoint.handler().answer(call);
    if (endpoint.post()) {
      Answers.json(response, answer);
      return;
    }
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
