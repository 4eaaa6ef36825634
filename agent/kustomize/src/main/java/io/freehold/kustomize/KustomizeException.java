package io.freehold.kustomize;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * A build failed. The message is one line that names file, field and object where they are known,
 * says what to do, and never quotes the values of secrets.
 */
public class KustomizeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Kinds of failures, stable for metrics and tests. */
  public enum Code {
    /** A kustomization file is missing, repeated or not valid. */
    KUSTOMIZATION,
    /** A file or folder does not exist. */
    NOT_FOUND,
    /** A path leaves the folder it must stay in. */
    OUTSIDE,
    /** Kustomizations include each other. */
    CYCLE,
    /** A file is not valid YAML, or not an object. */
    FILE,
    /** Two objects share one identity, or one that must be unique is not. */
    CONFLICT,
    /** A patch is not valid or does not fit. */
    PATCH,
    /** A replacement is not valid or does not fit. */
    REPLACEMENT,
    /** A variable is not valid or cannot be resolved. */
    VARIABLE,
    /** A generator cannot produce its object. */
    GENERATOR,
    /** A transformer, generator or validator is not valid, or changes what it must not. */
    PLUGIN,
    /** A field is of the wrong type for what is to be done with it. */
    FIELD,
    /** More than the limits allow. */
    LIMIT,
    /** Something that is switched off here: remote bases, charts, external plugins. */
    DISABLED,
    /** A remote base or a chart is not allowed or cannot be had; the port says why. */
    PORT
  }

  private final Code code;
  private final String problem;

  KustomizeException(Code code, String message) {
    super(message);
    this.problem = oneLine(message);
    this.code = requireNonNull(code, "code is null");
  }

  KustomizeException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.problem = oneLine(message);
    this.code = requireNonNull(code, "code is null");
  }

  @Override
  public String getMessage() {
    return problem;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }

  /** The code in lower case with dashes, for logs and metrics. */
  public String slug() {
    return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The same failure, with the place in front. */
  KustomizeException at(String place) {
    return new KustomizeException(code, place + ": " + getMessage(), this);
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
