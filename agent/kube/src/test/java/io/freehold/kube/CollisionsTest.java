package io.freehold.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class CollisionsTest {
  private static final String TWO =
      "{'spec': {'ports': [{'name': 'http', 'port': 80}, {'name': 'https', 'port': 443}]}}";

  @Test
  void findAnItemOfTheSameNameUnderAnotherKey() {
    Collisions collisions =
        Collisions.of(
            json(TWO),
            service(
                "[{'name': 'https', 'port': 443, 'protocol': 'TCP'},"
                    + " {'name': 'http', 'port': 81, 'protocol': 'TCP'}]"));

    assertThat(collisions.removal("7"))
        .isEqualTo(
            json(
                "[{'op': 'test', 'path': '/metadata/resourceVersion', 'value': '7'},"
                    + " {'op': 'remove', 'path': '/spec/ports/1'}]"));
  }

  @Test
  void findAnItemWithoutNameThatAgreesInTheRest() {
    Collisions collisions =
        Collisions.of(
            json("{'spec': {'ports': [{'port': 80}]}}"),
            service("[{'port': 80, 'protocol': 'UDP', 'targetPort': 80}]"));

    assertThat(collisions.exchange("7").path(1))
        .isEqualTo(json("{'op': 'replace', 'path': '/spec/ports/0', 'value': {'port': 80}}"));
  }

  @Test
  void removeFromTheEnd() {
    Collisions collisions =
        Collisions.of(
            json(TWO), service("[{'name': 'http', 'port': 81}, {'name': 'https', 'port': 444}]"));

    assertThat(collisions.removal("7").findValuesAsText("path"))
        .containsExactly("/metadata/resourceVersion", "/spec/ports/1", "/spec/ports/0");
  }

  @Test
  void leaveItemsAloneThatOthersAdded() {
    assertThat(
            Collisions.of(
                    json(TWO),
                    service(
                        "[{'name': 'http', 'port': 80}, {'name': 'https', 'port': 443},"
                            + " {'name': 'debug', 'port': 9}]"))
                .isEmpty())
        .isTrue();
    assertThat(
            Collisions.of(
                    json(TWO),
                    service("[{'name': 'https', 'port': 443}, {'name': 'debug', 'port': 9}]"))
                .isEmpty())
        .as("an item of ours is missing, but none stands in its way")
        .isTrue();
  }

  @Test
  void areFoundInListsInsideLists() {
    String fields =
        "{'f:spec': {'f:containers': {'k:{\\\"name\\\":\\\"web\\\"}': {'f:ports':"
            + " {'k:{\\\"containerPort\\\":81,\\\"protocol\\\":\\\"TCP\\\"}': {}}}}}}";
    Collisions collisions =
        Collisions.of(
            json(
                "{'spec': {'containers': [{'name': 'web', 'ports': [{'name': 'h', 'containerPort': 80}]}]}}"),
            json(
                "{'metadata': {'managedFields': [{'fieldsV1': "
                    + fields
                    + "}]}, 'spec': {'containers': [{'name': 'mesh'}, {'name': 'web', 'ports':"
                    + " [{'name': 'h', 'containerPort': 81, 'protocol': 'TCP'}]}]}}"));

    assertThat(collisions.removal("1").path(1).path("path").asText())
        .isEqualTo("/spec/containers/1/ports/0");
  }

  private static JsonNode service(String ports) {
    return json(
        "{'metadata': {'managedFields': [{'fieldsV1': {'f:spec': {'f:ports':"
            + " {'k:{\\\"port\\\":81,\\\"protocol\\\":\\\"TCP\\\"}': {'f:port': {}}}}}}]}, 'spec': {'ports': "
            + ports
            + "}}");
  }

  private static JsonNode json(String text) {
    try {
      // Single quotes for legibility; those escaped are inside keys of fieldsV1.
      return Json.MAPPER.readTree(
          text.replace("\\\"", "\u0000").replace('\'', '"').replace("\u0000", "\\\""));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
