package io.freehold.runtime;

import io.freehold.api.ApiGroup;
import io.freehold.api.Project;
import io.freehold.api.ProjectRules;
import io.freehold.api.ProjectSpec;
import io.freehold.kube.ProjectListener;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of all projects: those of the agent's namespace, and the one named {@code default},
 * which allows everything while nobody made it. Thread safe.
 */
final class Projects implements ProjectListener {
  private static final Logger LOG = LoggerFactory.getLogger(Projects.class);

  private final String registry;
  private final Answer unmade;
  // Guarded by this.
  private final Map<String, Answer> known = new HashMap<>();
  private final Set<Runnable> followers = new LinkedHashSet<>();
  private @Nullable Set<String> listing;
  private boolean complete;

  /** What is known of a project. */
  sealed interface Answer {
    /** Its rules. */
    record Rules(ProjectRules rules) implements Answer {}

    /**
     * There is none that could be used.
     *
     * @param why what to do
     */
    record Unusable(String why) implements Answer {}

    /** Which projects there are is not known yet. */
    record NotYet() implements Answer {}
  }

  /**
   * @param registry URL of the cluster's own registry
   */
  Projects(String registry) {
    this.registry = registry;
    this.unmade =
        new Answer.Rules(new ProjectRules(Project.DEFAULT, ProjectSpec.UNRESTRICTED, registry));
  }

  /**
   * What is known of a project.
   *
   * @param name as an Application writes it, empty for the default
   */
  synchronized Answer find(String name) {
    String meant = name.isEmpty() ? Project.DEFAULT : name;
    if (!complete) {
      return new Answer.NotYet();
    }
    Answer answer = known.get(meant);
    if (answer != null) {
      return answer;
    }
    return meant.equals(Project.DEFAULT)
        ? unmade
        : new Answer.Unusable(
            "project %s does not exist; create it in namespace %s, or correct spec.project"
                .formatted(meant, ApiGroup.SYSTEM_NAMESPACE));
  }

  /** Rules that allow everything, for what no project is asked about. */
  ProjectRules unrestricted() {
    return ((Answer.Rules) unmade).rules();
  }

  /** From now on, calls back whenever some project changed. */
  synchronized void follow(Runnable onNews) {
    followers.add(onNews);
  }

  /** Ends {@link #follow}. */
  synchronized void unfollow(Runnable onNews) {
    followers.remove(onNews);
  }

  @Override
  public void changed(Project project) {
    if (isOurs(project.metadata().namespace())) {
      String name = project.metadata().name();
      put(name, new Answer.Rules(new ProjectRules(name, project.spec(), registry)));
    }
  }

  @Override
  public void unreadable(Project project, String problem) {
    if (isOurs(project.metadata().namespace())) {
      String name = project.metadata().name();
      LOG.warn("Project {} cannot be read: {}", name, problem);
      put(name, new Answer.Unusable("project %s cannot be read: %s".formatted(name, problem)));
    }
  }

  @Override
  public void gone(String namespace, String name) {
    if (isOurs(namespace)) {
      synchronized (this) {
        known.remove(name);
      }
      tell();
    }
  }

  @Override
  public synchronized void listing() {
    listing = new HashSet<>();
  }

  @Override
  public void listed() {
    boolean news;
    synchronized (this) {
      Set<String> existing = listing == null ? Set.of() : listing;
      news = known.keySet().retainAll(existing) || !complete;
      listing = null;
      complete = true;
    }
    if (news) {
      tell();
    }
  }

  private void put(String name, Answer answer) {
    synchronized (this) {
      if (listing != null) {
        listing.add(name);
      }
      if (isSame(known.get(name), answer)) {
        return;
      }
      known.put(name, answer);
    }
    tell();
  }

  /** Lists that only repeat what is known must not start anything again. */
  private static boolean isSame(@Nullable Answer before, Answer now) {
    if (before instanceof Answer.Rules(ProjectRules old)
        && now instanceof Answer.Rules(ProjectRules rules)) {
      return old.spec().equals(rules.spec());
    }
    return now.equals(before);
  }

  private void tell() {
    List<Runnable> told;
    synchronized (this) {
      if (!complete) {
        return;
      }
      told = List.copyOf(followers);
    }
    told.forEach(Runnable::run);
  }

  /** Others could make rules for themselves. */
  private static boolean isOurs(String namespace) {
    return namespace.equals(ApiGroup.SYSTEM_NAMESPACE);
  }
}
