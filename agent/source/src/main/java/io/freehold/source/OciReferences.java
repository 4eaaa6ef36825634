package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.util.List;
import java.util.Optional;

/** Finds what a tag, range or digest names at the moment. */
final class OciReferences {
  private final OciRegistry registry;

  /**
   * What was found.
   *
   * @param tag the tag, empty when the digest was named
   */
  record Found(String tag, OciManifest manifest) {}

  OciReferences(OciRegistry registry) {
    this.registry = registry;
  }

  /**
   * Finds a manifest.
   *
   * @param revision digest, tag, or range over tags; a tag that is written just so goes first
   * @throws SourceException when there is none
   */
  Found find(OciUrl url, String revision) {
    if (Digest.parse(revision).isPresent()) {
      return new Found("", registry.manifest(url, revision).orElseThrow(() -> none(url, revision)));
    }
    // Registries do not allow the + of build metadata; Helm and Flux write _ for it.
    String tag = revision.replace('+', '_');
    Optional<OciManifest> exact =
        OciRegistry.isTag(tag) ? registry.manifest(url, tag) : Optional.empty();
    if (exact.isPresent()) {
      return new Found(tag, exact.get());
    }
    VersionRange range = VersionRange.parse(revision).orElseThrow(() -> none(url, revision));
    List<String> versions = registry.tags(url).stream().map(OciReferences::version).toList();
    String highest =
        range
            .highest(versions)
            .map(version -> version.replace('+', '_'))
            .orElseThrow(() -> none(url, revision));
    return new Found(
        highest, registry.manifest(url, highest).orElseThrow(() -> none(url, highest)));
  }

  /** A tag as the version that it stands for. */
  static String version(String tag) {
    return tag.replace('_', '+');
  }

  private static SourceException none(OciUrl url, String revision) {
    return new SourceException(
        Code.NOT_FOUND_REF,
        "%s has no tag, version or digest %s; check the revision, or push it"
            .formatted(url, revision.isEmpty() ? "*" : revision));
  }
}
