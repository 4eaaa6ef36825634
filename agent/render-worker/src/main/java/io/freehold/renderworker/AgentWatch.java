package io.freehold.renderworker;

/**
 * Ends something when the process that started this one is gone. Who waits for the next request
 * learns of that from the end of the input; who renders may never look at it again.
 */
final class AgentWatch {
  private AgentWatch() {}

  /**
   * Watches from now on.
   *
   * @param then what to do, once
   */
  static void start(Runnable then) {
    ProcessHandle.current()
        .parent()
        .ifPresent(agent -> {
          var _ = agent.onExit().thenRun(then);
        });
  }
}
