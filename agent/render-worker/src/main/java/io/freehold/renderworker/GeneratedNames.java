package io.freehold.renderworker;

import io.freehold.worker.HelmRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Objects with {@code metadata.generateName} and no name. {@code helm template} prints them, but
 * Helm cannot install them, and here it believes to. So each template becomes a partial that a new
 * one of its name includes and gives names to, which are taken out of the manifests again. That
 * works on what templates give, however they do it.
 */
final class GeneratedNames {
  private static final String NAME = "freehold-gives-no-name";
  private static final String IN_LINE = "\"name\": \"" + NAME + "\", ";
  private static final String OWN_LINE = "name: " + NAME;
  private static final String HIDDEN = "_freehold-";
  private static final Pattern TEMPLATE =
      Pattern.compile("((?:charts/[^/]+/)*)templates/((?:[^/]+/)*)([^_/][^/]*)");
  private static final Pattern ARCHIVE = Pattern.compile("(?:charts/[^/]+/)*charts/[^/]+\\.tgz");
  private static final int DEPTH = 4;
  private static final String NOTES = "NOTES.txt";

  private static final Pattern GIVEN =
      Pattern.compile(Pattern.quote(IN_LINE) + "|(?m:^[ \\t]*" + OWN_LINE + "[ \\t]*\\n)");

  private GeneratedNames() {}

  /** Whether an error of Helm is about such an object. */
  static boolean isAsked(String error) {
    return error.contains("resource name may not be empty");
  }

  /** The request with names in what its templates give. */
  static HelmRequest given(HelmRequest request) {
    return new HelmRequest(
        given(request.chart(), 0),
        request.releaseName(),
        request.namespace(),
        request.values(),
        request.capabilities(),
        request.flags());
  }

  private static Map<String, byte[]> given(Map<String, byte[]> chart, int depth) {
    var files = new LinkedHashMap<String, byte[]>();
    chart.forEach((path, bytes) -> {
      var template = TEMPLATE.matcher(path);
      if (template.matches() && !template.group(3).equals(NOTES)) {
        String hidden = template.group(2) + HIDDEN + template.group(3);
        files.put(template.group(1) + "templates/" + hidden, bytes);
        bytes = wrapper(hidden).getBytes(StandardCharsets.UTF_8);
      } else if (ARCHIVE.matcher(path).matches() && depth < DEPTH) {
        bytes = SubchartArchive.of(given(SubchartArchive.files(path, bytes), depth + 1));
      }
      files.put(path, bytes);
    });
    return files;
  }

  /** In braces first: there the other pattern no longer sees the field at the start of a line. */
  private static String wrapper(String hidden) {
    return "{{ regexReplaceAll %s (regexReplaceAll %s (include (print .Template.BasePath %s) .) %s) %s }}"
        .formatted(
            Texts.json("(?m)^([ \\t]*)([\"']?generateName[\"']?\\s*:)"),
            Texts.json("([{,]\\s*)([\"']?generateName[\"']?\\s*:)"),
            Texts.json("/" + hidden),
            Texts.json("${1}" + IN_LINE + "${2}"),
            Texts.json("${1}" + OWN_LINE + "\n${1}${2}"));
  }

  /** Manifests without the names that were given. */
  static String removed(String manifests) {
    return manifests.contains(NAME) ? GIVEN.matcher(manifests).replaceAll("") : manifests;
  }

  /** An error that names the templates as their authors do. */
  static String ofAuthors(String error) {
    return error.replace(HIDDEN, "");
  }
}
