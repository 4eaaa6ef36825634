package io.freehold.kube;

import io.freehold.api.ApiGroup;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterUnreachableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the kinds of which there are managed objects: one small request per kind, some at a time.
 */
final class Inventory {
  private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);
  private static final int PARALLEL = 16;
  private static final String ACCEPT =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  private final ApiServer server;
  private final Semaphore turns = new Semaphore(PARALLEL);

  Inventory(ApiServer server) {
    this.server = server;
  }

  /**
   * Those of the kinds that have a labelled object, and those of which that cannot be told (a
   * broken conversion webhook, a missing right), so that one of them does not stop everything.
   *
   * @throws ClusterUnreachableException when no kind can be read
   */
  List<ResourceKind> labelled(List<ResourceKind> kinds) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Finding>> answers = new ArrayList<>(kinds.size());
      for (ResourceKind kind : kinds) {
        answers.add(threads.submit(() -> look(kind)));
      }
      List<ResourceKind> found = new ArrayList<>();
      String problem = "";
      int untold = 0;
      for (int i = 0; i < kinds.size(); i++) {
        Finding finding = result(answers.get(i));
        if (finding.mayHaveLabelled()) {
          found.add(kinds.get(i));
        }
        if (!finding.problem().isEmpty()) {
          untold++;
          problem = finding.problem();
        }
      }
      if (untold == kinds.size() && untold > 0) {
        throw new ClusterUnreachableException(problem);
      }
      return found;
    }
  }

  /**
   * @param mayHaveLabelled whether there is a labelled object, or nobody can tell
   * @param problem why nobody can tell; empty when it could be told
   */
  private record Finding(boolean mayHaveLabelled, String problem) {}

  private Finding look(ResourceKind kind) throws InterruptedException {
    turns.acquire();
    try {
      String path =
          ResourcePath.all(kind)
              + "?limit=1&labelSelector="
              + ResourcePath.query(ApiGroup.TRACKING_LABEL);
      Answer answer = server.read(path, ACCEPT);
      if (answer.ok()) {
        return new Finding(!answer.json().path("items").isEmpty(), "");
      }
      if (answer.status() == 404 || answer.status() == 405) {
        // Served no more.
        return new Finding(false, "");
      }
      return untold(kind, answer.failure().toString());
    } catch (ClusterUnreachableException e) {
      // One aggregated API may hang while the others answer.
      return untold(kind, String.valueOf(e.getMessage()));
    } finally {
      turns.release();
    }
  }

  private static Finding untold(ResourceKind kind, String why) {
    LOG.warn("Whether there are managed {} cannot be told: {}", kind.plural(), why);
    return new Finding(true, "cannot list " + kind.plural() + ": " + why);
  }

  private static Finding result(Future<Finding> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("listing kinds failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterUnreachableException("interrupted while listing kinds", e);
    }
  }
}
