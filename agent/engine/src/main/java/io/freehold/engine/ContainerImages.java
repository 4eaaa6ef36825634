package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;

/** Finds the images of containers, wherever an object has a list of them. */
public final class ContainerImages {
  private static final List<String> CONTAINERS =
      List.of("containers", "initContainers", "ephemeralContainers");

  private ContainerImages() {}

  /** Hands over every image that an object names, in the order of its fields, repeated or not. */
  public static void of(JsonNode object, Consumer<String> images) {
    if (object.isObject()) {
      CONTAINERS.stream()
          .flatMap(list -> object.path(list).valueStream())
          .map(container -> container.path("image").asText(""))
          .filter(image -> !image.isEmpty())
          .forEach(images);
    }
    object.forEach(child -> of(child, images));
  }
}
