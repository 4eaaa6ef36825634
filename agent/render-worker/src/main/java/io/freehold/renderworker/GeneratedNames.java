package io.freehold.renderworker;

import io.freehold.worker.HelmRequest;
import io.freehold.worker.HelmValues;
import io.freehold.worker.ValuesFile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;

/**
 * Objects with {@code metadata.generateName} and no name. {@code helm template} prints them, but
 * Helm cannot install them, and here it believes to. So they get a name next to the other field,
 * which is taken out of the manifests again.
 */
final class GeneratedNames {
  private static final String NAME = "name: freehold-gives-no-name";
  private static final Pattern GENERATE = Pattern.compile("(?m)^([ \\t]*)(generateName:)");
  private static final Pattern GIVEN = Pattern.compile("(?m)^[ \\t]*" + NAME + "[ \\t]*\\n");

  private GeneratedNames() {}

  /** Whether an error of Helm is about such an object. */
  static boolean isAsked(String error) {
    return error.contains("resource name may not be empty");
  }

  /** The request with names in templates and values; lines keep their numbers. */
  static HelmRequest given(HelmRequest request) {
    var files = new LinkedHashMap<String, byte[]>();
    request
        .chart()
        .forEach((path, bytes) -> {
          if (path.contains("templates/")) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            bytes =
                GENERATE
                    .matcher(text)
                    .replaceAll("$1" + NAME + "{{ \"\\\\n\" }}$1$2")
                    .getBytes(StandardCharsets.UTF_8);
          } else if (path.endsWith("values.yaml")) {
            bytes =
                inValues(new String(bytes, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
          }
          files.put(path, bytes);
        });
    var documents =
        request.values().documents().stream()
            .map(document -> new ValuesFile(document.name(), inValues(document.text())))
            .toList();
    var values = new HelmValues(documents, request.values().parameters(), request.values().files());
    return new HelmRequest(
        files,
        request.releaseName(),
        request.namespace(),
        values,
        request.capabilities(),
        request.flags());
  }

  private static String inValues(String text) {
    return GENERATE.matcher(text).replaceAll("$1" + NAME + "\n$1$2");
  }

  /** Manifests without the names that were given. */
  static String removed(String manifests) {
    return manifests.contains(NAME) ? GIVEN.matcher(manifests).replaceAll("") : manifests;
  }
}
