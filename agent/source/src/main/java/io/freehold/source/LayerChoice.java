package io.freehold.source;

/**
 * Which layer of an artifact is the content, and what is done with it.
 *
 * @param mediaType the first layer of this type; the first layer of all when empty
 * @param operation what is done with it
 */
public record LayerChoice(String mediaType, Operation operation) {
  /** The first layer, unpacked. */
  public static final LayerChoice DEFAULT = new LayerChoice("", Operation.EXTRACT);

  /** What is done with a layer. */
  public enum Operation {
    /** It is a tar archive, with or without gzip, and its files are the content. */
    EXTRACT,
    /** The layer itself is the one file of the content. */
    COPY
  }
}
