package io.freehold.kustomize;

import static java.util.Objects.requireNonNull;

import io.freehold.kustomize.BuildOptions.Order;
import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.tree.Tree;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Builds kustomizations. One instance serves any number of threads and remembers parsed files by
 * their content, so that bases are read once for all overlays.
 */
public final class Kustomizer {
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final int MAX_REMEMBERED_OBJECTS = 50_000;
  private static final String LOCAL_CONFIG = "config.kubernetes.io/local-config";

  private final RemoteBases remoteBases;
  private final ChartInflator charts;
  private final ParsedFiles parsed = new ParsedFiles();
  private final ContentCache<Key, Known> results = new ContentCache<>(MAX_REMEMBERED_OBJECTS);

  private record Key(String path, BuildOptions options, String rootFile) {}

  private record Known(String treeId, BuildResult result) {
    boolean isValidFor(Tree tree) {
      return tree.id().equals(treeId) || result.reads().holdIn(tree);
    }
  }

  /** Without remote bases and charts. */
  public Kustomizer() {
    this(RemoteBases.DISABLED, ChartInflator.DISABLED);
  }

  /**
   * @param remoteBases fetches bases by their address
   * @param charts renders {@code helmCharts}
   */
  public Kustomizer(RemoteBases remoteBases, ChartInflator charts) {
    this.remoteBases = requireNonNull(remoteBases, "remoteBases is null");
    this.charts = requireNonNull(charts, "charts is null");
  }

  /**
   * Builds the kustomization of a folder.
   *
   * @param tree everything that the build may read
   * @param path the folder, from the root of the tree
   * @throws KustomizeException when it cannot be built
   */
  public BuildResult build(Tree tree, String path, BuildOptions options) {
    return build(tree, path, options, remoteBases, charts);
  }

  /**
   * As {@link #build(Tree, String, BuildOptions)}, with ports for this build only.
   *
   * @param bases fetches bases by their address
   * @param inflator renders {@code helmCharts}
   */
  public BuildResult build(
      Tree tree, String path, BuildOptions options, RemoteBases bases, ChartInflator inflator) {
    var key = new Key(path, options, rootFile(tree, path));
    var known = results.get(key);
    if (known.isPresent() && known.get().isValidFor(tree)) {
      return known.get().result();
    }
    var context = new BuildContext(options, parsed, bases, inflator);
    try {
      String id = tree.id();
      var result = build(context, tree, path);
      if (!context.isRemote()) {
        results.put(key, new Known(id, result), 1 + result.objects().size());
      }
      return result;
    } catch (StackOverflowError e) {
      throw new KustomizeException(Code.LIMIT, path + ": something is nested too deeply", e);
    }
  }

  /** Tells apart folders of the same name in different repositories. */
  private static String rootFile(Tree tree, String path) {
    return TreePaths.resolve(path, "kustomization.yaml")
        .flatMap(tree::find)
        .map(Tree.Entry::id)
        .orElse("");
  }

  private static BuildResult build(BuildContext context, Tree tree, String path) {
    Loader loader = Loader.at(context, tree, path);
    var kustomization = Kustomization.load(loader, context, context.options().overlay());
    List<String> metadata = kustomization.texts("buildMetadata");
    Optional<String> origin = metadata.isEmpty() ? Optional.empty() : Optional.of("");
    var accumulator = new Accumulator(context);
    new Target(context, loader, kustomization, origin, "").accumulate(accumulator);

    ResourceSet resources = accumulator.resources();
    NameHash.rename(resources);
    NameReferenceFixer.fix(resources, accumulator.config().references());
    VariableResolver.resolve(
        accumulator.variables(),
        resources,
        accumulator.config().specs(FieldConfig.Section.VARIABLES),
        context);
    resources.all().removeIf(Kustomizer::isLocal);
    sort(resources, kustomization, context.options().order());
    if (context.options().managedByLabel() || metadata.contains("managedByLabel")) {
      MapValue label = MapValue.of(MANAGED_BY, new StringValue("kustomize-freehold"));
      new TextMapTransformer(label, List.of(FieldSpec.LABELS)).apply(resources);
    }
    var objects = new ArrayList<MapValue>(resources.size());
    for (Resource resource : resources.all()) {
      objects.add(context.options().overlay().metadata().on(finished(resource, metadata)));
    }
    return new BuildResult(objects, context.warnings(), context.inputs(), context.isRemote());
  }

  private static boolean isLocal(Resource resource) {
    MapValue annotations = resource.textMap("annotations");
    return annotations.has(LOCAL_CONFIG)
        && !Resource.scalar(annotations, LOCAL_CONFIG).equals("false");
  }

  private static void sort(ResourceSet resources, Kustomization kustomization, Order order) {
    MapValue options = kustomization.map("sortOptions");
    if (options.isEmpty()) {
      if (order == Order.LEGACY) {
        LegacyOrder.DEFAULT.sort(resources);
      }
      return;
    }
    boolean hasLists = options.has("legacySortOptions");
    MapValue lists = options.map("legacySortOptions");
    switch (options.text("order")) {
      case "fifo" -> {
        if (hasLists) {
          throw new KustomizeException(
              Code.KUSTOMIZATION,
              kustomization.display()
                  + ": sortOptions.legacySortOptions needs order legacy; remove one of both");
        }
      }
      case "legacy" ->
          (hasLists
                  ? new LegacyOrder(texts(lists, "orderFirst"), texts(lists, "orderLast"))
                  : LegacyOrder.DEFAULT)
              .sort(resources);
      default ->
          throw new KustomizeException(
              Code.KUSTOMIZATION,
              kustomization.display() + ": sortOptions.order must be fifo or legacy");
    }
  }

  private static List<String> texts(MapValue map, String field) {
    return map.list(field).stream().map(item -> ((StringValue) item).text()).toList();
  }

  /** Without what the build left in its annotations, whose values are text. */
  @SuppressWarnings("ReferenceEquality") // the very same value means that nothing changed
  private static MapValue finished(Resource resource, List<String> metadata) {
    MapValue value = resource.value();
    MapValue meta = value.map("metadata");
    if (!meta.has("annotations")) {
      return value;
    }
    var dropped =
        Set.of(
            metadata.contains("originAnnotations") ? "" : Origins.ORIGIN,
            metadata.contains("transformerAnnotations") ? " " : Origins.TRANSFORMATIONS);
    MapValue annotations = meta.map("annotations").mapValues(Kustomizer::asText);
    for (String name : dropped) {
      annotations = annotations.without(name);
    }
    MapValue cleaned =
        annotations.isEmpty() ? meta.without("annotations") : meta.with("annotations", annotations);
    return cleaned == meta ? value : value.with("metadata", cleaned);
  }

  private static Value asText(Value value) {
    return value instanceof ScalarValue scalar && !(scalar instanceof StringValue)
        ? new StringValue(
            scalar instanceof io.freehold.yaml.NullValue none && none.isBlank()
                ? ""
                : scalar.text())
        : value;
  }
}
