package io.freehold.render;

import io.freehold.tree.Tree;

/**
 * What one render may fetch besides its sources: remote bases of kustomizations, and charts that
 * kustomizations or other charts name. Whoever gives it decides what is allowed, and remembers what
 * was fetched, because the result depends on it.
 */
public interface RemoteSources {
  /** Nothing can be fetched. */
  RemoteSources NONE =
      new RemoteSources() {
        @Override
        public Tree repository(String url, String revision, boolean submodules) {
          throw new IllegalStateException(
              "remote bases cannot be fetched here; copy the base into the repository");
        }

        @Override
        public Tree chart(String repository, String chart, String version) {
          return ChartDependencies.UNREACHABLE.fetch(repository, chart, version);
        }
      };

  /**
   * All files of a Git repository.
   *
   * @param revision branch, tag or commit; empty for the default branch
   * @param submodules whether submodules are put in their places
   * @throws RuntimeException when it is not allowed or cannot be had; the message says why
   */
  Tree repository(String url, String revision, boolean submodules);

  /**
   * The folder of a chart.
   *
   * @param repository {@code https://…} or {@code oci://…}
   * @param version version or range; empty for the newest
   * @throws RuntimeException when it is not allowed or cannot be had; the message says why
   */
  Tree chart(String repository, String chart, String version);
}
