package io.freehold.kustomize;

import io.freehold.tree.Tree;

/** Where bases outside of the tree come from: {@code https://host/owner/repo//path?ref=v1}. */
@FunctionalInterface
public interface RemoteBases {
  /** Allows none. */
  RemoteBases DISABLED =
      url -> {
        throw new KustomizeException(
            KustomizeException.Code.DISABLED,
            "remote bases are not allowed here; copy the base into the repository or allow its"
                + " source");
      };

  /**
   * Fetches a base.
   *
   * @param url the address as written
   * @return the repository and the folder in it
   * @throws RuntimeException when the policy forbids it or it cannot be had; the message says why
   */
  Base fetch(String url);

  /**
   * A fetched base.
   *
   * @param tree the whole repository; the base cannot leave it
   * @param path the folder of the kustomization in it
   */
  record Base(Tree tree, String path) {}
}
