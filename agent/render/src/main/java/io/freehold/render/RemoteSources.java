package io.freehold.render;

import io.freehold.tree.Tree;

/**
 * What one render may fetch besides its sources: remote bases of kustomizations, and charts that
 * kustomizations or other charts name. Whoever gives it decides what is allowed, and remembers what
 * was fetched, because the result depends on it.
 */
public interface RemoteSources {
  /** Something cannot be had at the moment; the message says what and why. */
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what the source said. */
    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

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
   * @throws IllegalArgumentException when it is not allowed; the message says by which rule
   * @throws Unavailable when it cannot be had now
   */
  Tree repository(String url, String revision, boolean submodules);

  /**
   * The folder of a chart.
   *
   * @param repository {@code https://…} or {@code oci://…}
   * @param version version or range; empty for the newest
   * @throws IllegalArgumentException when it is not allowed; the message says by which rule
   * @throws Unavailable when it cannot be had now
   */
  Tree chart(String repository, String chart, String version);
}
