package io.freehold.engine;

import io.freehold.api.ObjectRef;

/** Which kind comes before which inside a wave. */
public enum KindOrder {
  /** What others need first, webhook configurations last: {@link KindRank}. */
  FREEHOLD,
  /** As Argo CD does: {@link ArgoKindRank}. */
  ARGO_CD;

  /** The rank of an object's kind; smaller comes first. */
  public int rank(ObjectRef ref) {
    return switch (this) {
      case FREEHOLD -> KindRank.of(ref);
      case ARGO_CD -> ArgoKindRank.of(ref.kind());
    };
  }
}
