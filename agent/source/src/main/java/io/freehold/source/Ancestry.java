package io.freehold.source;

/** How one commit relates to another. */
public enum Ancestry {
  /** It is the same. */
  SAME,
  /** It is a descendant: nothing that was there has been taken back. */
  FORWARD,
  /** It is an ancestor: somebody went back. */
  BACKWARD,
  /** Neither: history was rewritten. */
  DIVERGED
}
