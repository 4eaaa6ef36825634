package io.freehold.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What the API server answered to a request about one object.
 *
 * @param status HTTP status, 0 when there was no answer
 * @param message why it was refused, with secret values removed; empty when it was not
 * @param content the object after the request; missing when it was refused
 */
public record Reply(int status, String message, JsonNode content) {
  /** Whether the request was taken. */
  public boolean ok() {
    return status >= 200 && status < 300;
  }

  /** Whether there is no such object, or no such kind or namespace. */
  public boolean notFound() {
    return status == 404;
  }

  /** Whether somebody else changed the object, or it exists already. */
  public boolean conflict() {
    return status == 409;
  }

  /** There was no answer, or nobody was asked. */
  public static Reply refused(String message) {
    return new Reply(0, message, MissingNode.getInstance());
  }
}
