package io.freehold.kube;

import io.freehold.api.Project;

/** Told about the Projects of the cluster, of all namespaces, from one thread, in order. */
public interface ProjectListener {
  /** The Project exists with this content. */
  void changed(Project project);

  /**
   * A Project exists that cannot be read.
   *
   * @param known its metadata
   * @param problem the field and what is wrong with it
   */
  void unreadable(Project known, String problem);

  /** The Project was deleted. */
  void gone(String namespace, String name);

  /** A list or relist begins: all Projects that exist are told again before {@link #listed}. */
  void listing();

  /** All Projects that exist have been told since {@link #listing}; others are gone. */
  void listed();
}
