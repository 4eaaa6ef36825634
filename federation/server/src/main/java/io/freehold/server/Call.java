package io.freehold.server;

import io.helidon.webserver.http.ServerRequest;

/**
 * One request to an endpoint.
 *
 * @param request the request
 * @param parameters its query parameters
 */
record Call(ServerRequest request, Parameters parameters) {
  static Call of(ServerRequest request) {
    return new Call(request, new Parameters(request.query()));
  }

  /** The value of a variable of the path. */
  String path(String variable) {
    String value = request.path().pathParameters().get(variable);
    if (value.indexOf(0) >= 0) {
      throw new NotFoundException("There is nothing of that name.");
    }
    return value;
  }
}
