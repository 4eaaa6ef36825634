package io.freehold.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of semantic versions as Helm, Argo CD and Flux write it (the grammar of
 * github.com/Masterminds/semver v3): comparisons ({@code = != > >= < <=}), {@code ~1.2}, {@code
 * ^1.2}, wildcards ({@code 1.x}, {@code *}), {@code 1.2 - 2.3}; a space or a comma means and,
 * {@code ||} means or. Prereleases match only where a comparison of the same and-group names one,
 * as in {@code >=1.0.0-0}.
 */
public final class VersionRange {
  private static final String OPERATOR = "(?:=>|=<|>=|<=|!=|~>|=|>|<|~|\\^|)";
  private static final String WILD = "v?[0-9xX*]+(?:\\.[0-9xX*]+){0,2}" + SemanticVersion.TAIL;
  private static final Pattern HYPHEN =
      Pattern.compile("\\s*(" + WILD + ")\\s+-\\s+(" + WILD + ")\\s*");
  private static final Pattern COMPARISON = Pattern.compile("(" + OPERATOR + ")\\s*(" + WILD + ")");
  private static final Pattern GROUP =
      Pattern.compile(
          "\\s*%1$s\\s*%2$s\\s*(?:(?:\\s+|,\\s*)%1$s\\s*%2$s\\s*)*".formatted(OPERATOR, WILD));
  private static final int LONGEST = 512;

  private final String text;
  private final List<List<VersionComparison>> alternatives;

  private VersionRange(String text, List<List<VersionComparison>> alternatives) {
    this.text = text;
    this.alternatives = List.copyOf(alternatives);
  }

  /** The range that a text is; empty when it is none. Empty text means any release. */
  public static Optional<VersionRange> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String plain =
        HYPHEN
            .matcher(text)
            .replaceAll(found -> ">= " + found.group(1) + ", <= " + found.group(4) + " ");
    var alternatives = new ArrayList<List<VersionComparison>>();
    for (String group : (plain.isBlank() ? "*" : plain).split("\\|\\|", -1)) {
      if (!GROUP.matcher(group).matches()) {
        return Optional.empty();
      }
      var comparisons = new ArrayList<VersionComparison>();
      var matcher = COMPARISON.matcher(group);
      while (matcher.find()) {
        var comparison = VersionComparison.parse(matcher.group(1), matcher.group(2));
        if (comparison.isEmpty()) {
          return Optional.empty();
        }
        comparisons.add(comparison.get());
      }
      alternatives.add(List.copyOf(comparisons));
    }
    return Optional.of(new VersionRange(text, alternatives));
  }

  /** Whether a version is in the range. */
  public boolean contains(SemanticVersion version) {
    return alternatives.stream()
        .anyMatch(group -> {
          boolean prereleases = group.stream().anyMatch(VersionComparison::namesPrerelease);
          return (prereleases || !version.isPrerelease())
              && group.stream().allMatch(comparison -> comparison.accepts(version));
        });
  }

  /**
   * The text of the highest version in the range; empty when there is none. Texts that are no
   * versions are passed over; of two that differ only in build metadata the later in text order
   * wins, so that the answer does not depend on the order of the list.
   */
  public Optional<String> highest(Collection<String> versions) {
    return versions.stream()
        .map(SemanticVersion::parse)
        .flatMap(Optional::stream)
        .filter(this::contains)
        .max(Comparator.naturalOrder())
        .map(SemanticVersion::text);
  }

  /** The range as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
