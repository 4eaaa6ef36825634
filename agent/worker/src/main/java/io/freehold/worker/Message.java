package io.freehold.worker;

import io.freehold.worker.WorkerException.Code;
import java.util.Optional;

/** What agent and worker say to each other. */
public sealed interface Message {
  /** Agent to worker: one thing to render. Exactly one {@link Answer} follows. */
  sealed interface Request extends Message permits HelmRequest, JsonnetRequest {}

  /** Worker to agent: the end of a request. */
  sealed interface Answer extends Message permits Rendered, Failed {}

  /** The result: YAML of a chart, JSON of a program. */
  record Rendered(String text) implements Answer {}

  /** There is no result. */
  record Failed(Code code, String message) implements Answer {}

  /** Worker to agent, during a request: a template looks into the cluster. */
  record LookupCall(String apiVersion, String kind, String namespace, String name)
      implements Message {}

  /** Agent to worker: what it sees. */
  record LookupAnswer(Optional<String> json) implements Message {}
}
