package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Two Secrets without their values, still showing which of these are the same: equal values of a
 * key get the same number of plus signs, different ones different numbers.
 *
 * @param target the wanted Secret, masked; empty when there is none
 * @param live the live one, masked, what it was last applied with included
 */
public record SecretMask(Optional<ObjectNode> target, Optional<ObjectNode> live) {
  private static final String FIRST = "++++++++";
  private static final String MORE = "++++";

  /** Masks both; values that are the same in both look the same. */
  public static SecretMask of(Optional<JsonNode> target, Optional<JsonNode> live) {
    Optional<ObjectNode> maskedTarget = target.map(SecretMask::copy);
    Optional<ObjectNode> maskedLive = live.map(SecretMask::copy);
    Optional<ObjectNode> applied = maskedLive.flatMap(LastApplied::of).map(SecretMask::copy);
    List<ObjectNode> all =
        Stream.of(maskedTarget, maskedLive, applied).flatMap(Optional::stream).toList();
    Set<String> keys = new TreeSet<>();
    all.forEach(secret -> secret.path("data").fieldNames().forEachRemaining(keys::add));
    keys.forEach(key -> mask(key, all));
    maskedLive.ifPresent(
        secret -> applied.ifPresent(before -> LastApplied.set(secret, before.toString())));
    return new SecretMask(maskedTarget, maskedLive);
  }

  private static void mask(String key, List<ObjectNode> secrets) {
    Map<String, String> masks = new HashMap<>();
    for (ObjectNode secret : secrets) {
      if (secret.path("data") instanceof ObjectNode data && data.has(key)) {
        String value = data.path(key).isNull() ? "" : data.path(key).asText();
        data.put(key, masks.computeIfAbsent(value, _ -> FIRST + MORE.repeat(masks.size())));
      }
    }
  }

  private static ObjectNode copy(JsonNode secret) {
    ObjectNode copy = secret.deepCopy();
    Canonical.secret(copy);
    if (copy.path("data").isObject() && copy.path("data").isEmpty()) {
      copy.putNull("data");
    }
    return copy;
  }
}
