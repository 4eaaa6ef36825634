package io.freehold.ingest;

/** Where verified reports go. */
@FunctionalInterface
public interface StateSink {
  /**
   * Keeps what is new. Repeated and outdated records are no error.
   *
   * @throws SinkException when nothing of it was kept
   */
  void accept(ReportBatch batch);

  /** Nothing was kept. */
  final class SinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean temporary;
    private final String reason;

    /**
     * @param temporary whether trying again may help
     * @param reason for the sender, without internals
     */
    public SinkException(boolean temporary, String reason, Throwable cause) {
      super(reason, cause);
      this.temporary = temporary;
      this.reason = reason;
    }

    /** Whether trying again may help. */
    public boolean temporary() {
      return temporary;
    }

    /** What the sender is told. */
    public String reason() {
      return reason;
    }
  }
}
