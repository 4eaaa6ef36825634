package io.freehold.kube;

import java.net.http.HttpRequest;

/** In whose name something is written. */
sealed interface Actor {
  /** Adds what tells the API server. */
  void headers(HttpRequest.Builder request);

  /** The agent itself: its own kinds, their status. */
  record Agent() implements Actor {
    @Override
    public void headers(HttpRequest.Builder request) {}
  }

  /**
   * Another user whose rights bound what the agent may do to managed objects.
   *
   * @param user user name, as {@code system:serviceaccount:freehold-system:freehold-applier}
   */
  record Applier(String user) implements Actor {
    /** Refuses an empty name: a request without the header would have all rights of the agent. */
    public Applier {
      if (user.isBlank()) {
        throw new IllegalArgumentException(
            "the applier is empty: name the user to impersonate, or leave the setting out");
      }
    }

    @Override
    public void headers(HttpRequest.Builder request) {
      request.header("Impersonate-User", user);
    }
  }
}
