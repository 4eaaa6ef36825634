package io.freehold.render;

import io.freehold.render.RenderException.Code;
import io.freehold.yaml.Document;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills variables into rendered objects, as Flux does after a build: each object's YAML text is
 * filled in and read again, so a text that becomes {@code 8080} becomes a number. Immutable.
 */
public final class Substitution {
  /** Annotations and labels that, set to {@code disabled}, leave an object as it is. */
  public static final Set<String> OPT_OUT =
      Set.of("freehold.io/substitute", "kustomize.toolkit.fluxcd.io/substitute");

  private static final String DISABLED = "disabled";
  private static final Pattern NAME = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");

  private final Map<String, String> variables;
  private final boolean strict;
  private final SubstitutionLimits limits;

  private Substitution(Map<String, String> variables, boolean strict, SubstitutionLimits limits) {
    this.variables = variables;
    this.strict = strict;
    this.limits = limits;
  }

  /**
   * Fills in these variables. Line breaks in values are dropped, so that no value can add lines to
   * an object.
   *
   * @param strict whether a variable that is not set and has no default is an error; else it is
   *     empty
   * @throws SubstitutionException when a name is not made of letters, digits and underscores
   */
  public static Substitution of(
      Map<String, String> variables, boolean strict, SubstitutionLimits limits) {
    var clean = new HashMap<String, String>();
    variables.forEach((name, value) -> {
      if (!NAME.matcher(name).matches()) {
        throw new SubstitutionException(
            "%s cannot be the name of a variable; use letters, digits and underscores, and no digit first"
                .formatted(name));
      }
      clean.put(name, value.replace("\n", ""));
    });
    return new Substitution(Map.copyOf(clean), strict, limits);
  }

  /** As {@link #of(Map, boolean, SubstitutionLimits)} with the default limits. */
  public static Substitution of(Map<String, String> variables, boolean strict) {
    return of(variables, strict, SubstitutionLimits.DEFAULT);
  }

  /**
   * Fills in a text.
   *
   * @throws SubstitutionException when it is malformed, names a variable that must be set, or costs
   *     more than the limits allow
   */
  public String text(String template) {
    if (template.length() > limits.input()) {
      throw new SubstitutionException(
          "the text is longer than %d characters".formatted(limits.input()));
    }
    return new VariableExpander(variables, strict, limits).expand(TemplateParser.parse(template));
  }

  /**
   * Fills in an object, or answers it as it is when it opted out.
   *
   * @throws RenderException when that fails; the message names file, object and, where it is known,
   *     the field
   */
  public RenderedObject object(RenderedObject object) {
    MapValue content = object.content();
    if (optedOut(content) || !mayHoldVariables(content)) {
      return object;
    }
    String filled;
    try {
      filled = text(Yaml.text(content));
    } catch (SubstitutionException e) {
      throw failure(object, "%s%s".formatted(place(content), e.getMessage()), e);
    }
    var objects = new ArrayList<RenderedObject>();
    var check = new ObjectCheck(object.file(), objects::add);
    for (Document document : read(object, filled)) {
      if (!document.isEmpty()) {
        check.accept(document.root(), object.line());
      }
    }
    if (objects.size() != 1) {
      throw failure(object, "the values turn it into %d objects".formatted(objects.size()), null);
    }
    // The lines of the text that was filled in mean nothing to the author.
    return new RenderedObject(objects.getFirst().content(), object.file(), object.line());
  }

  private static List<Document> read(RenderedObject object, String filled) {
    try {
      return Yaml.parse(object.file(), filled.getBytes(StandardCharsets.UTF_8), Schema.KUBERNETES);
    } catch (YamlException e) {
      throw failure(
          object,
          "with the variables filled in it is not valid YAML any more (%s); quote values that hold YAML signs"
              .formatted(e.code()),
          e);
    }
  }

  private static RenderException failure(
      RenderedObject object, String problem, @Nullable Throwable cause) {
    return new RenderException(
        Code.BUILD,
        object.file(),
        object.line(),
        "substitution in %s: %s".formatted(object.ref(), problem),
        cause);
  }

  private static boolean optedOut(MapValue content) {
    MapValue metadata = content.map("metadata");
    return OPT_OUT.stream()
        .anyMatch(key ->
            metadata.map("labels").text(key).equals(DISABLED)
                || metadata.map("annotations").text(key).equals(DISABLED));
  }

  /** Whether there is anything to do: without a dollar sign the text means the same as before. */
  private static boolean mayHoldVariables(Value value) {
    return switch (value) {
      case MapValue map ->
          map.keys().stream().anyMatch(key -> key.indexOf('$') >= 0)
              || map.keys().stream()
                  .anyMatch(key -> map.get(key).filter(Substitution::mayHoldVariables).isPresent());
      case ListValue list -> list.stream().anyMatch(Substitution::mayHoldVariables);
      case StringValue string -> string.text().indexOf('$') >= 0;
      case ScalarValue _ -> false;
    };
  }

  /** The first field that cannot be filled in by itself, as a prefix for a message. */
  private String place(MapValue content) {
    String path = path(content, "");
    return path.isEmpty() ? "" : path + ": ";
  }

  private String path(Value value, String path) {
    switch (value) {
      case MapValue map -> {
        for (var entry : map) {
          String child = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
          String found = fails(entry.getKey()) ? child : path(entry.getValue(), child);
          if (!found.isEmpty()) {
            return found;
          }
        }
      }
      case ListValue list -> {
        for (int i = 0; i < list.size(); i++) {
          String found = path(list.get(i), path + "[" + i + "]");
          if (!found.isEmpty()) {
            return found;
          }
        }
      }
      case StringValue string -> {
        return fails(string.text()) ? path : "";
      }
      case ScalarValue _ -> {}
    }
    return "";
  }

  private boolean fails(String template) {
    try {
      text(template);
      return false;
    } catch (SubstitutionException e) {
      return true;
    }
  }
}
