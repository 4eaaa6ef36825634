package io.freehold.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.access.Role;
import io.freehold.store.Scope;
import io.helidon.webserver.http.ServerRequest;

/**
 * One request to an endpoint.
 *
 * @param request the request
 * @param parameters its query parameters
 * @param caller who asks
 * @param body the object that was sent, empty for a GET
 */
record Call(ServerRequest request, Parameters parameters, Caller caller, ObjectNode body) {
  static Call of(ServerRequest request, Caller caller, ObjectNode body) {
    return new Call(request, new Parameters(request.query()), caller, body);
  }

  /** What of the fleet the caller may see. */
  Scope scope() {
    return caller.rights().scope(Role.VIEWER);
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
