package io.freehold.notify;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is kept between noticing something and having told it, as JSON. */
public final class Stored {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          // CEL knows one kind of whole numbers.
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantReader()))
          .build();
  private static final TypeReference<LinkedHashMap<String, Object>> VALUES =
      new TypeReference<>() {};
  private static final TypeReference<LinkedHashMap<String, Standing>> STANDINGS =
      new TypeReference<>() {};

  private Stored() {}

  /** JSON of a message, of values, of standings or of what a silence is about. */
  public static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not representable as JSON", e);
    }
  }

  /** Values by name, as states and what texts may say. */
  public static Map<String, Object> values(String json) {
    try {
      return JSON.readValue(json, VALUES);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no values", e);
    }
  }

  /** How triggers stood. */
  public static Map<String, Standing> standings(String json) {
    try {
      return JSON.readValue(json, STANDINGS);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no standings", e);
    }
  }

  /** A message. */
  public static Message message(String json) {
    return read(json, Message.class);
  }

  /** What a silence is about. */
  public static Matchers matchers(String json) {
    return read(json, Matchers.class);
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no " + type.getSimpleName(), e);
    }
  }

  private static final class InstantReader extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return Instant.parse(parser.getText());
    }
  }
}
