package io.freehold.runtime;

import io.freehold.dialect.ArgoApplication;
import io.freehold.dialect.ArgoKeyring;
import io.freehold.dialect.ArgoProject;
import io.freehold.dialect.ArgoSettings;
import io.freehold.dialect.Destinations;
import io.freehold.engine.ClusterPort;
import io.freehold.telemetry.Reporter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What every Argo CD Application is looked after with.
 *
 * @param namespace where these Applications live
 * @param store the Applications in the API server
 * @param cluster which kinds there are
 * @param objects the objects of the cluster
 * @param writer writes objects
 * @param sources where desired state comes from
 * @param renders makes objects of it
 * @param settings what the settings say now
 * @param projects the projects that there are now, by name
 * @param keyring the keys that signatures are checked with
 * @param destinations what means this cluster
 * @param timer runs things later
 * @param threads runs things that block
 * @param clock the time
 * @param reporter tells the outside
 */
record ArgoSurroundings(
    String namespace,
    ArgoStore store,
    ClusterPort cluster,
    ArgoObjects objects,
    ArgoWriter writer,
    SourceHub sources,
    ArgoRenders renders,
    Supplier<ArgoSettings> settings,
    Function<String, Optional<ArgoProject>> projects,
    Supplier<ArgoKeyring> keyring,
    Destinations destinations,
    Timer timer,
    Executor threads,
    Clock clock,
    Reporter reporter) {
  /**
   * What writes the objects of an Application.
   *
   * @throws IllegalArgumentException when its project does not say as whom, and should
   */
  ArgoWriter writerFor(ArgoApplication application) {
    if (!settings.get().impersonation()) {
      return writer;
    }
    String name = application.spec().project();
    ArgoProject project =
        projects
            .apply(name)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "project %s does not exist, and it has to say as whom objects are written"
                        .formatted(name)));
    return writer.as(project.user(application, true));
  }
}
