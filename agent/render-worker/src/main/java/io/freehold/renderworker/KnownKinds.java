package io.freehold.renderworker;

import io.freehold.worker.HelmRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The versions and kinds that a chart's manifests may name. Helm must find every kind in its
 * cluster before it stores a release, also those whose CRDs are not there yet, so the cluster
 * offers what stands in the chart's texts, each kind in each version. What a template puts together
 * from pieces is learned from Helm's error, at the price of a second rendering.
 */
final class KnownKinds {
  private static final int LIMIT = 1000;
  private static final Pattern VERSION =
      Pattern.compile(
          "(?<![\\w./-])([a-z0-9][a-z0-9.-]*/v\\d+(?:(?:alpha|beta)\\d+)?)(?![\\w./-])");
  private static final Pattern KIND =
      Pattern.compile("(?:kind\"?:\\s*[\"']?|[\"'])([A-Z][A-Za-z0-9]{1,62})(?![\\w./-])");
  private static final Pattern CRD_FOLDER = Pattern.compile("(?:charts/[^/]+/)*crds/.*");
  private static final Pattern API_VERSION =
      Pattern.compile("(?m)^(?:\\{\\s*)?\"?apiVersion\"?:\\s*[\"']?([a-z0-9][a-z0-9./-]*)");
  private static final Pattern UNKNOWN =
      Pattern.compile("no matches for kind \"([^\"]+)\" in version \"([^\"]+)\"");

  private final Set<String> versions = new TreeSet<>();
  private final Set<String> kinds = new TreeSet<>();
  private final Set<String> learned = new LinkedHashSet<>();

  /** What stands in the chart and in the values. */
  static KnownKinds of(HelmRequest request) {
    var known = new KnownKinds();
    request
        .chart()
        .forEach((path, bytes) -> {
          if (!path.endsWith(".tgz")) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            known.scan(text);
            if (CRD_FOLDER.matcher(path).matches()) {
              known.scanCrds(text);
            }
          }
        });
    request.values().documents().forEach(document -> known.scan(document.text()));
    return known;
  }

  private void scan(String text) {
    var version = VERSION.matcher(text);
    while (version.find() && versions.size() < LIMIT) {
      versions.add(version.group(1));
    }
    var kind = KIND.matcher(text);
    while (kind.find() && kinds.size() < LIMIT) {
      kinds.add(kind.group(1));
    }
  }

  /** Not only CRDs lie in that folder. */
  private void scanCrds(String text) {
    var version = API_VERSION.matcher(text);
    while (version.find() && learned.size() < LIMIT) {
      learned.add(version.group(1));
    }
  }

  /** Adds the kinds that an error of Helm names; whether there were any new ones. */
  boolean learn(String error) {
    var match = UNKNOWN.matcher(error);
    boolean isNew = false;
    while (match.find() && learned.size() < LIMIT) {
      isNew |= kinds.add(match.group(1));
      isNew |= versions.add(match.group(2));
      isNew |= learned.add(match.group(2));
    }
    return isNew;
  }

  Set<String> versions() {
    return versions;
  }

  /** Some versions, those of the CRD folders, and those that were learned. */
  Set<String> learnedVersions(Collection<String> always) {
    var all = new TreeSet<>(always);
    all.addAll(learned);
    return all;
  }

  Set<String> kinds() {
    return kinds;
  }
}
