package io.freehold.runtime;

import io.freehold.dialect.ArgoProject;
import io.freehold.dialect.ArgoSettings;
import io.freehold.dialect.Destinations;
import io.freehold.engine.ClusterPort;
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
 * @param destinations what means this cluster
 * @param timer runs things later
 * @param threads runs things that block
 * @param clock the time
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
    Destinations destinations,
    Timer timer,
    Executor threads,
    Clock clock) {}
