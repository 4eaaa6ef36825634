package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A request that the agent has taken and not yet ended, as the annotation {@link
 * ApiGroup#TAKEN_ANNOTATION} keeps it. One write puts it there and removes the field {@code
 * operation}, so that a crash can neither lose a request nor run it twice.
 *
 * @param id tells it from all other requests of the Application; in {@link
 *     ApplicationStatus.Operation#id()} once it runs
 * @param request what is asked for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TakenOperation(String id, OperationRequest request) {
  public TakenOperation {
    id = Defaults.text(id);
    request = Defaults.value(request, OperationRequest.EVERYTHING);
  }
}
