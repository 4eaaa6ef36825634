package io.freehold.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;

/** Why an object of ours cannot be read, as {@code spec.sync.retry.limit: out of range}. */
final class FieldProblem {
  private FieldProblem() {}

  static String of(JsonProcessingException e) {
    StringBuilder field = new StringBuilder();
    if (e instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference step : mapping.getPath()) {
        if (step.getFieldName() == null) {
          field.append('[').append(step.getIndex()).append(']');
        } else {
          field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
        }
      }
    }
    Throwable cause = e.getCause();
    String what =
        String.valueOf(
            cause instanceof IllegalArgumentException
                ? cause.getMessage()
                : e.getOriginalMessage());
    return field.isEmpty() ? what : field + ": " + what;
  }
}
