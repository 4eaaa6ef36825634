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
   * Those of the kinds that have a labelled object.
   *
   * @throws ClusterUnreachableException when one of Kubernetes' own kinds cannot be read; of others
   *     (a broken conversion webhook, a missing right) it is only logged, so that one of them does
   *     not stop everything
   */
  List<ResourceKind> labelled(List<ResourceKind> kinds) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> answers = new ArrayList<>(kinds.size());
      for (ResourceKind kind : kinds) {
        answers.add(threads.submit(() -> hasLabelled(kind)));
      }
      List<ResourceKind> found = new ArrayList<>();
      for (int i = 0; i < kinds.size(); i++) {
        if (result(answers.get(i))) {
          found.add(kinds.get(i));
        }
      }
      return found;
    }
  }

  private boolean hasLabelled(ResourceKind kind) throws InterruptedException {
    turns.acquire();
    try {
      String path =
          ResourcePath.all(kind)
              + "?limit=1&labelSelector="
              + ResourcePath.query(ApiGroup.TRACKING_LABEL);
      Answer answer = server.read(path, ACCEPT);
      if (answer.ok()) {
        return !answer.json().path("items").isEmpty();
      }
      boolean servedNoMore = answer.status() == 404 || answer.status() == 405;
      if (!servedNoMore && isBuiltIn(kind)) {
        throw new ClusterUnreachableException(
            "cannot list " + kind.plural() + ": " + answer.failure());
      }
      LOG.warn("Managed {} are not seen: {}", kind.plural(), answer.failure());
      return false;
    } finally {
      turns.release();
    }
  }

  private static boolean isBuiltIn(ResourceKind kind) {
    int slash = kind.apiVersion().indexOf('/');
    String group = slash < 0 ? "" : kind.apiVersion().substring(0, slash);
    return !group.contains(".") || group.endsWith(".k8s.io");
  }

  private static boolean result(Future<Boolean> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClusterUnreachableException unreachable) {
        throw unreachable;
      }
      throw new IllegalStateException("listing kinds failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterUnreachableException("interrupted while listing kinds", e);
    }
  }
}
