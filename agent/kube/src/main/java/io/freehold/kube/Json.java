package io.freehold.kube;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How JSON is read from and written to the API server. */
final class Json {
  /**
   * Reads what newer agents wrote: unknown enum values are as absent; unknown fields are up to the
   * records.
   */
  static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL).build();

  private Json() {}
}
