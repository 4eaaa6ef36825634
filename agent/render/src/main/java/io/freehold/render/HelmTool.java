package io.freehold.render;

import io.freehold.api.HelmOptions;
import io.freehold.worker.HelmFlag;
import io.freehold.worker.HelmRequest;
import io.freehold.worker.HelmRequest.Capabilities;
import io.freehold.worker.HelmValues;
import io.freehold.worker.HelmValues.FileParameter;
import io.freehold.worker.HelmValues.Parameter;
import io.freehold.worker.Lookup;
import io.freehold.worker.ValuesFile;
import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerPool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Renders charts in the worker. Equal inputs give the same objects again without rendering, also
 * when the chart's templates use chance or the time of day.
 */
public final class HelmTool implements Tool {
  private static final long CACHE_BYTES = 8L << 20;

  private final WorkerPool workers;
  private final ChartDependencies repositories;
  private final RenderLimits limits;
  private final CacheCounters counters;
  private final WeightedCache<String, Cached> results;

  /**
   * A result.
   *
   * @param lookups what the cluster was asked, with digests of its answers
   */
  private record Cached(
      List<RenderedObject> objects, Map<LookupLog.Call, String> lookups, long bytes) {}

  /**
   * A tool.
   *
   * @param workers where Helm runs; closed by whoever opened it
   * @param repositories where missing dependencies come from
   * @param counters told what the cache was good for
   */
  public HelmTool(
      WorkerPool workers,
      ChartDependencies repositories,
      RenderLimits limits,
      CacheCounters counters) {
    this.workers = workers;
    this.repositories = repositories;
    this.limits = limits;
    this.counters = counters;
    this.results = new WeightedCache<>(CACHE_BYTES, Cached::bytes);
  }

  @Override
  public ToolResult render(ToolInput input) {
    var chart = new ChartFiles(limits);
    chart.add(input.folder(), input.path(), "");
    new DependencyBuild(input, dependencies(input), chart).run();
    HelmRequest request = request(input, chart.files());
    // The path is in the origins of the objects.
    String key = input.path() + " " + RequestDigest.of(request);
    var known = results.get(key);
    if (known.isPresent() && input.cluster().stillAnswers(known.get().lookups())) {
      counters.hit();
      input.cluster().useLookups(known.get().lookups());
      return input.result(known.get().objects());
    }
    counters.miss();
    LookupLog lookups = input.cluster().lookups();
    String text = run(input, request, lookups);
    List<RenderedObject> objects = List.copyOf(new HelmManifests(input, limits).read(text));
    input.cluster().useLookups(lookups.answers());
    results.put(
        key,
        new Cached(
            objects,
            lookups.answers(),
            Renderer.MEMORY_PER_BYTE * (text.length() + 100L * (1 + lookups.answers().size()))));
    return input.result(objects);
  }

  /** What the render may fetch, else what this tool was made with. */
  @SuppressWarnings("ReferenceEquality") // the constant
  private ChartDependencies dependencies(ToolInput input) {
    return input.remote() == RemoteSources.NONE ? repositories : input.remote()::chart;
  }

  private String run(ToolInput input, HelmRequest request, Lookup lookup) {
    try {
      return workers.helm(request, lookup);
    } catch (WorkerException e) {
      throw HelmErrors.of(e, input, mask(request));
    }
  }

  private HelmRequest request(ToolInput input, Map<String, byte[]> chart) {
    HelmOptions options = input.source().helmOptions();
    HelmValues values = values(input, options);
    var matter = new ChartFacts(chart, values);
    ClusterFacts facts = matter.of(input.cluster().facts());
    String kubeVersion = options.kubeVersion().isEmpty() ? facts.version() : options.kubeVersion();
    List<String> apiVersions =
        options.apiVersions().isEmpty() ? facts.apiVersions() : options.apiVersions();
    if (matter.matter() && (options.kubeVersion().isEmpty() || options.apiVersions().isEmpty())) {
      input.cluster().useFacts();
    }
    return new HelmRequest(
        chart,
        or(options.releaseName(), input.name()),
        or(options.namespace(), input.namespace()),
        values,
        new Capabilities(kubeVersion, apiVersions),
        flags(options));
  }

  private HelmValues values(ToolInput input, HelmOptions options) {
    var files = new ValueFiles(input, limits);
    var documents = new ArrayList<>(files.values());
    if (!options.values().isBlank()) {
      documents.add(new ValuesFile("helm.values", options.values()));
    }
    if (!options.valuesObject().isEmpty()) {
      documents.add(new ValuesFile("helm.valuesObject", JavaValues.json(options.valuesObject())));
    }
    return new HelmValues(
        documents,
        options.parameters().stream()
            .map(parameter ->
                new Parameter(parameter.name(), parameter.value(), parameter.forceString()))
            .toList(),
        options.fileParameters().stream()
            .map(file -> new FileParameter(file.name(), files.content(file.path())))
            .toList());
  }

  private static Set<HelmFlag> flags(HelmOptions options) {
    var flags = EnumSet.noneOf(HelmFlag.class);
    if (!options.skipCrds()) {
      flags.add(HelmFlag.INCLUDE_CRDS);
    }
    if (options.skipTests()) {
      flags.add(HelmFlag.SKIP_TESTS);
    }
    if (options.skipSchemaValidation()) {
      flags.add(HelmFlag.SKIP_SCHEMA_VALIDATION);
    }
    return flags;
  }

  private static SecretMask mask(HelmRequest request) {
    var mask = new SecretMask();
    request.values().documents().forEach(document -> mask.addYaml(document.text()));
    request.values().parameters().forEach(one -> mask.add(one.name(), one.value()));
    request.values().files().forEach(file -> mask.add(file.name(), file.content().strip()));
    request
        .chart()
        .forEach((path, bytes) -> {
          if (path.endsWith("values.yaml")) {
            mask.addYaml(new String(bytes, StandardCharsets.UTF_8));
          }
        });
    return mask;
  }

  private static String or(String first, String second) {
    return first.isEmpty() ? second : first;
  }
}
