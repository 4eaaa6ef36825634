package io.freehold.engine;

/** The order of the versions of one object: growing decimal numbers. */
public final class ResourceVersions {
  private ResourceVersions() {}

  /** Whether a version is newer; of versions that are no numbers only equality is known. */
  public static boolean isNewer(String version, String than) {
    return DriftDetector.isNewer(version, than);
  }
}
