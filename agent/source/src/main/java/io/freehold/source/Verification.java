package io.freehold.source;

/**
 * Which signatures a policy demands of a Git repository, and whose.
 *
 * @param mode what must be signed
 * @param openPgp whose OpenPGP signatures count
 * @param ssh whose SSH signatures count
 */
public record Verification(Mode mode, OpenPgpKeys openPgp, SshSigners ssh) {
  /** What must be signed. */
  public enum Mode {
    /** The commit that is applied. */
    HEAD,
    /** The annotated tag that the revision names. */
    TAG,
    /** Both of them. */
    TAG_AND_HEAD,
    /**
     * Every commit since the last accepted one, which the new one must continue from; the commit
     * that is applied when there is no accepted one yet.
     */
    HISTORY
  }
}
