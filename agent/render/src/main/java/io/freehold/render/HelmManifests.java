package io.freehold.render;

import io.freehold.render.RenderException.Code;
import io.freehold.yaml.Document;
import io.freehold.yaml.Limits;
import io.freehold.yaml.RepeatedKeys;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The objects of rendered charts, each with its template as origin. */
final class HelmManifests {
  private static final Pattern BORDER = Pattern.compile("(?m)^---\\n# Source: ([^\\n]*)\\n");

  private final ToolInput input;
  private final RenderLimits limits;
  private final List<RenderedObject> objects = new ArrayList<>();
  private final Map<Object, RenderedObject> seen = new HashMap<>();

  HelmManifests(ToolInput input, RenderLimits limits) {
    this.input = input;
    this.limits = limits;
  }

  /**
   * Reads what {@code helm template} would print.
   *
   * @throws RenderException when it is no list of objects
   */
  List<RenderedObject> read(String text) {
    var border = BORDER.matcher(text);
    boolean more = border.find();
    while (more) {
      String source = border.group(1);
      int start = border.end();
      more = border.find();
      manifest(source, text.substring(start, more ? border.start() : text.length()));
    }
    return objects;
  }

  private void manifest(String source, String text) {
    // The first segment is the chart's name, which need not be the folder's.
    String file = input.inFolder(source.substring(source.indexOf('/') + 1));
    var check = new ObjectCheck(file, true, this::add);
    try {
      for (Document document :
          Yaml.parse(
              file,
              text.getBytes(StandardCharsets.UTF_8),
              Schema.KUBERNETES,
              Limits.DEFAULT,
              // As Helm and kubectl read them, and charts in the wild rely on it.
              RepeatedKeys.LAST)) {
        if (!document.isEmpty()) {
          check.accept(document.root(), 0);
        }
      }
    } catch (YamlException e) {
      throw new RenderException(
          Code.SYNTAX, file, 0, "the template gives what is no YAML: " + e.getMessage(), e);
    }
  }

  private void add(RenderedObject rendered) {
    var object = new RenderedObject(rendered.content(), rendered.file(), 0);
    RenderedObject first = seen.putIfAbsent(object.ref(), object);
    // A subchart with two aliases brings its CRDs twice.
    if (first != null && first.content().equals(object.content())) {
      return;
    }
    if (objects.size() == limits.objects()) {
      throw new RenderException(
          Code.LIMIT,
          input.path(),
          0,
          "the chart gives more than " + limits.objects() + " objects; split it");
    }
    objects.add(object);
  }
}
