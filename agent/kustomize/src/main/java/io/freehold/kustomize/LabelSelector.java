package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.MapValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Label selectors as kubectl takes them: {@code a=b, c!=d, e in (f, g), h notin (i), j, !k}, all of
 * which must hold.
 */
final class LabelSelector {
  private static final String KEY = "([A-Za-z0-9./_-]+)";
  private static final Pattern REQUIREMENT =
      Pattern.compile(
          "\\s*(?:!\\s*"
              + KEY
              + "|"
              + KEY
              + "\\s+(in|notin)\\s*\\(([^()]*)\\)|"
              + KEY
              + "\\s*(==|=|!=)\\s*([A-Za-z0-9._-]*)|"
              + KEY
              + "\\s*(>|<)\\s*(-?[0-9]+)|"
              + KEY
              + ")\\s*(,|$)");

  private final List<Predicate<MapValue>> requirements;

  private LabelSelector(List<Predicate<MapValue>> requirements) {
    this.requirements = requirements;
  }

  /**
   * Reads a selector; the empty one takes everything.
   *
   * @throws KustomizeException when it is not one
   */
  static LabelSelector parse(String text) {
    var requirements = new ArrayList<Predicate<MapValue>>();
    Matcher matcher = REQUIREMENT.matcher(text);
    int at = 0;
    while (!text.isBlank() && at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new KustomizeException(
            Code.FIELD,
            "'" + text + "' is not a label selector; write for example app=web,tier in (a, b)");
      }
      requirements.add(requirement(matcher));
      at = matcher.end();
    }
    return new LabelSelector(List.copyOf(requirements));
  }

  boolean matches(MapValue labels) {
    return requirements.stream().allMatch(requirement -> requirement.test(labels));
  }

  private static Predicate<MapValue> requirement(Matcher matcher) {
    String absent = matcher.group(1);
    if (absent != null) {
      return labels -> !labels.has(absent);
    }
    String setKey = matcher.group(2);
    if (setKey != null) {
      var values = Set.of(matcher.group(4).strip().split("\\s*,\\s*", -1));
      return matcher.group(3).equals("in")
          ? labels -> labels.has(setKey) && values.contains(Resource.scalar(labels, setKey))
          : labels -> !labels.has(setKey) || !values.contains(Resource.scalar(labels, setKey));
    }
    String key = matcher.group(5);
    if (key != null) {
      String value = matcher.group(7);
      return matcher.group(6).equals("!=")
          ? labels -> !labels.has(key) || !Resource.scalar(labels, key).equals(value)
          : labels -> labels.has(key) && Resource.scalar(labels, key).equals(value);
    }
    String numberKey = matcher.group(8);
    if (numberKey != null) {
      boolean greater = matcher.group(9).equals(">");
      var bound = new java.math.BigInteger(matcher.group(10));
      return labels -> {
        String text = Resource.scalar(labels, numberKey);
        if (!text.matches("-?[0-9]+")) {
          return false;
        }
        int compared = new java.math.BigInteger(text).compareTo(bound);
        return greater ? compared > 0 : compared < 0;
      };
    }
    String present = matcher.group(11);
    return labels -> labels.has(present);
  }
}
