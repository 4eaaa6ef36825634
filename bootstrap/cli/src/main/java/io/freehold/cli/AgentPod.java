package io.freehold.cli;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.freehold.api.ApiGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One start of the agent from one pod template. */
final class AgentPod {
  static final String LOG = "agent.log";

  /** Where the image has the program. */
  private static final String IMAGE_PROGRAM = "/app";

  private static final String IMAGE_RENDER_WORKER = "/app/worker";

  private final String template;
  private final PodSpec spec;
  private final PodVolumes volumes;
  private final PathMap paths;
  private final PodToken token;
  private final ChildProcess process;

  private AgentPod(
      String template,
      PodSpec spec,
      PodVolumes volumes,
      PathMap paths,
      PodToken token,
      ChildProcess process) {
    this.template = template;
    this.spec = spec;
    this.volumes = volumes;
    this.paths = paths;
    this.token = token;
    this.process = process;
  }

  /**
   * Starts the first container.
   *
   * @return empty while a Secret or ConfigMap is missing
   */
  static Optional<AgentPod> start(
      KubernetesClient client, PodTemplateSpec template, Path directory, Path program, Clock clock)
      throws IOException {
    PodSpec spec = template.getSpec();
    Container container = spec.getContainers().getFirst();
    Folders.createPrivate(directory);
    var volumes = new PodVolumes(client, ApiGroup.SYSTEM_NAMESPACE, directory.resolve("volumes"));
    Map<String, Path> mounts = volumes.mounts(container);
    mounts.put(IMAGE_PROGRAM, program);
    mounts.put(IMAGE_RENDER_WORKER, Installation.renderWorkerBeside(program));
    var paths = new PathMap(mounts);
    if (!volumes.materialise(spec, paths)) {
      return Optional.empty();
    }
    var token =
        new PodToken(
            client,
            ApiGroup.SYSTEM_NAMESPACE,
            spec.getServiceAccountName(),
            directory.resolve("serviceaccount"),
            clock);
    token.ensure();
    ChildProcess process =
        ChildProcess.start(
            "agent",
            command(container, paths),
            environment(container, paths, token),
            directory,
            directory.resolve(LOG),
            _ -> {});
    return Optional.of(new AgentPod(text(template), spec, volumes, paths, token, process));
  }

  /** Whether a template would start the same pod. */
  boolean same(PodTemplateSpec other) {
    return template.equals(text(other));
  }

  ChildProcess process() {
    return process;
  }

  /** When {@link #refresh} has to be called again at the latest. */
  Instant refreshAt() {
    return token.renewAt();
  }

  /** Brings the files up to date, as the kubelet does under a running container. */
  void refresh() throws IOException {
    volumes.materialise(spec, paths);
    token.ensure();
  }

  private static List<String> command(Container container, PathMap paths) {
    List<String> command = new ArrayList<>();
    container.getCommand().forEach(word -> command.add(paths.apply(word)));
    container.getArgs().forEach(word -> command.add(paths.apply(word)));
    if (command.isEmpty() || !command.getFirst().equals("java")) {
      throw new CliException(
          ExitCode.FAILED, "the demo can only run an agent whose container command is java");
    }
    command.set(0, Installation.java().toString());
    return command;
  }

  private static Map<String, String> environment(
      Container container, PathMap paths, PodToken token) {
    Map<String, String> environment = new HashMap<>();
    for (EnvVar variable : container.getEnv()) {
      if (variable.getValue() != null) {
        environment.put(variable.getName(), paths.apply(variable.getValue()));
      }
    }
    environment.put("KUBECONFIG", token.kubeconfig().toString());
    // Many agents share this machine's ports.
    environment.put("FREEHOLD_LISTEN", "127.0.0.1:0");
    return environment;
  }

  private static String text(PodTemplateSpec template) {
    return Serialization.asJson(template);
  }
}
