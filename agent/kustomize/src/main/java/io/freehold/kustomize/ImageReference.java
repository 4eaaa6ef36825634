package io.freehold.kustomize;

/**
 * The parts of an image reference.
 *
 * @param name registry and repository
 * @param tag tag, or empty
 * @param digest digest with its algorithm, or empty
 */
record ImageReference(String name, String tag, String digest) {
  static ImageReference parse(String text) {
    int slash = Math.max(0, text.indexOf('/'));
    int at = text.indexOf('@', slash);
    int colon = text.indexOf(':', slash);
    if (at >= 0 && (colon < 0 || at < colon)) {
      return new ImageReference(text.substring(0, at), "", text.substring(at + 1));
    }
    if (colon < 0) {
      return new ImageReference(text, "", "");
    }
    String name = text.substring(0, colon);
    return at < 0
        ? new ImageReference(name, text.substring(colon + 1), "")
        : new ImageReference(name, text.substring(colon + 1, at), text.substring(at + 1));
  }

  String text() {
    return name + (tag.isEmpty() ? "" : ":" + tag) + (digest.isEmpty() ? "" : "@" + digest);
  }
}
