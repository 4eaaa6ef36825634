package io.freehold.engine;

/**
 * The API server did not answer or could not be understood; nothing may be concluded about the
 * cluster.
 */
public class ClusterUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ClusterUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }

  public ClusterUnreachableException(String message) {
    super(message);
  }
}
