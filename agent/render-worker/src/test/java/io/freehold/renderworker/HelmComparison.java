package io.freehold.renderworker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.worker.HelmFlag;
import io.freehold.worker.HelmRequest;
import io.freehold.worker.HelmRequest.Capabilities;
import io.freehold.worker.HelmValues;
import io.freehold.worker.HelmValues.FileParameter;
import io.freehold.worker.HelmValues.Parameter;
import io.freehold.worker.Lookup;
import io.freehold.worker.ValuesFile;
import io.freehold.worker.WorkerPool;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.Limits;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.RepeatedKeys;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The same chart by the worker and by the helm command. */
final class HelmComparison {
  private final WorkerPool pool;
  private final Path helm;
  private final Path folder;

  /**
   * A comparison.
   *
   * @param helm the command
   * @param folder where it may keep charts
   */
  HelmComparison(WorkerPool pool, Path helm, Path folder) {
    this.pool = pool;
    this.helm = helm;
    this.folder = folder;
  }

  /** Fails unless both give the same objects and hooks, in Helm's order; what they are. */
  List<String> same(
      Map<String, byte[]> chart, HelmValues values, Capabilities capabilities, List<String> flags)
      throws Exception {
    Set<HelmFlag> set = EnumSet.of(HelmFlag.INCLUDE_CRDS);
    if (flags.contains("--skip-tests")) {
      set.add(HelmFlag.SKIP_TESTS);
    }
    if (flags.contains("--skip-schema-validation")) {
      set.add(HelmFlag.SKIP_SCHEMA_VALIDATION);
    }
    var request = new HelmRequest(chart, "demo", "shop", values, capabilities, set);
    var theirs = theirs(request, flags);
    assertThat(theirs.status()).as(theirs.error()).isZero();
    List<String> expected = objects(theirs.output());
    List<String> ours = objects(pool.helm(request, Lookup.NOTHING));
    assertThat(ours).containsExactlyInAnyOrderElementsOf(expected);
    // CRDs are sent in parallel; what has an order in Helm has the same here.
    assertThat(withoutCrds(ours)).containsExactlyElementsOf(withoutCrds(expected));
    return ours;
  }

  private static List<String> withoutCrds(List<String> objects) {
    return objects.stream().filter(object -> !object.contains("CustomResourceDefinition")).toList();
  }

  /** What the command says of a request. */
  HelmCommand.Result theirs(HelmRequest request, List<String> flags) throws Exception {
    Path home = Files.createTempDirectory(folder, "helm");
    Path chart = home.resolve("chart");
    for (var file : request.chart().entrySet()) {
      Path path = chart.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    var arguments = new ArrayList<>(List.of("demo", chart.toString(), "--namespace", "shop"));
    arguments.addAll(flags);
    for (ValuesFile document : request.values().documents()) {
      Path path = Files.writeString(home.resolve(document.name()), document.text());
      arguments.addAll(List.of("--values", path.toString()));
    }
    for (Parameter parameter : request.values().parameters()) {
      String value = parameter.value();
      String escaped = value.startsWith("{") ? value : value.replaceAll("(?<!\\\\),", "\\\\,");
      arguments.add(parameter.forceString() ? "--set-string" : "--set");
      arguments.add(parameter.name() + "=" + escaped);
    }
    for (FileParameter file : request.values().files()) {
      Path path = Files.writeString(home.resolve("parameter"), file.content());
      arguments.addAll(List.of("--set-file", file.name() + "=" + path));
    }
    if (!request.capabilities().kubeVersion().isEmpty()) {
      arguments.addAll(List.of("--kube-version", request.capabilities().kubeVersion()));
    }
    request
        .capabilities()
        .apiVersions()
        .forEach(version -> arguments.addAll(List.of("--api-versions", version)));
    return HelmCommand.template(helm, home, arguments);
  }

  /** The objects of a stream of documents, lists taken apart, each as canonical JSON. */
  private static List<String> objects(String yaml) {
    var objects = new ArrayList<String>();
    for (Document document :
        Yaml.parse(
            "out", yaml.getBytes(UTF_8), Schema.KUBERNETES, Limits.DEFAULT, RepeatedKeys.LAST)) {
      if (document.root() instanceof MapValue list && list.get("items").isPresent()) {
        for (Value item : list.list("items")) {
          objects.add(text(item));
        }
      } else if (!document.isEmpty()) {
        objects.add(text(document.root()));
      }
    }
    return objects;
  }

  private static String text(Value value) {
    return new String(Json.canonical(value), UTF_8);
  }
}
