package io.freehold.render;

import io.freehold.worker.WorkerOptions;
import io.freehold.worker.WorkerPool;

/** The tools that run in child processes. Thread safe. */
public final class WorkerTools implements AutoCloseable {
  private final WorkerPool workers;
  private final ChartDependencies repositories;
  private final CacheCounters charts = new CacheCounters();

  /**
   * Starts nothing yet: a worker starts with the first chart or Jsonnet file.
   *
   * @param options how workers run
   * @param repositories where the charts come from that others depend on; workers reach none
   */
  public WorkerTools(WorkerOptions options, ChartDependencies repositories) {
    this.workers = new WorkerPool(options);
    this.repositories = repositories;
  }

  /** Other tools with Helm and Jsonnet. */
  public Tools addTo(Tools tools, RenderLimits limits) {
    return tools
        .withHelm(new HelmTool(workers, repositories, limits, charts))
        .withJsonnet(new JsonnetTool(workers, limits));
  }

  /** How often a chart needed no rendering. */
  public CacheCounters charts() {
    return charts;
  }

  /** Ends the processes. */
  @Override
  public void close() {
    workers.close();
  }
}
