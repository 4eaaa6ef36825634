package io.freehold.kustomize;

import static io.freehold.kustomize.Shape.ANY;
import static io.freehold.kustomize.Shape.FLAG;
import static io.freehold.kustomize.Shape.INTEGER;
import static io.freehold.kustomize.Shape.TEXT;
import static io.freehold.kustomize.Shape.list;
import static io.freehold.kustomize.Shape.map;
import static io.freehold.kustomize.Shape.object;

/** The shapes of everything that can stand in a kustomization or the files it names. */
final class ConfigShapes {
  static final Shape FIELD_SPEC =
      object("group", TEXT, "version", TEXT, "kind", TEXT, "path", TEXT, "create", FLAG);
  static final Shape FIELD_SPECS = list(FIELD_SPEC);

  private static final Shape OBJECT_ID =
      object("group", TEXT, "version", TEXT, "kind", TEXT, "name", TEXT, "namespace", TEXT);
  static final Shape SELECTOR =
      OBJECT_ID.and(object("labelSelector", TEXT, "annotationSelector", TEXT));

  static final Shape PATCH =
      object(
          "path", TEXT,
          "patch", TEXT,
          "target", SELECTOR,
          "options", object("allowNameChange", FLAG, "allowKindChange", FLAG));

  static final Shape GENERATOR_OPTIONS =
      object(
          "labels",
          map(TEXT),
          "annotations",
          map(TEXT),
          "disableNameSuffixHash",
          FLAG,
          "immutable",
          FLAG);
  static final Shape GENERATOR =
      object(
          "name", TEXT,
          "namespace", TEXT,
          "behavior", TEXT,
          "literals", list(TEXT),
          "files", list(TEXT),
          "envs", list(TEXT),
          "env", TEXT,
          "type", TEXT,
          "options", GENERATOR_OPTIONS);

  static final Shape IMAGE =
      object("name", TEXT, "newName", TEXT, "newTag", TEXT, "digest", TEXT, "tagSuffix", TEXT);
  static final Shape REPLICA = object("name", TEXT, "count", INTEGER);
  static final Shape LABEL =
      object(
          "pairs", map(TEXT),
          "includeSelectors", FLAG,
          "includeTemplates", FLAG,
          "includeVolumeClaimTemplates", FLAG,
          "fields", FIELD_SPECS);

  private static final Shape FIELD_OPTIONS =
      object("delimiter", TEXT, "index", INTEGER, "encoding", TEXT, "create", FLAG);
  static final Shape REPLACEMENT =
      object(
          "source", OBJECT_ID.and(object("fieldPath", TEXT, "options", FIELD_OPTIONS)),
          "sourceValue", TEXT,
          "targets",
              list(
                  object(
                      "select",
                      SELECTOR,
                      "reject",
                      list(SELECTOR),
                      "fieldPaths",
                      list(TEXT),
                      "options",
                      FIELD_OPTIONS)));

  static final Shape VARIABLE =
      object(
          "name", TEXT,
          "objref", OBJECT_ID.and(object("apiVersion", TEXT)),
          "fieldref", object("fieldPath", TEXT));

  static final Shape CHART =
      object(
          "name", TEXT,
          "version", TEXT,
          "repo", TEXT,
          "releaseName", TEXT,
          "namespace", TEXT,
          "nameTemplate", TEXT,
          "valuesFile", TEXT,
          "additionalValuesFiles", list(TEXT),
          "valuesInline", ANY,
          "valuesMerge", TEXT,
          "includeCRDs", FLAG,
          "skipHooks", FLAG,
          "skipTests", FLAG,
          "apiVersions", list(TEXT),
          "kubeVersion", TEXT,
          "debug", FLAG,
          "devel", FLAG);
  private static final Shape OLD_CHART =
      object(
          "chartName", TEXT,
          "chartVersion", TEXT,
          "chartRepoUrl", TEXT,
          "chartHome", TEXT,
          "chartRepoName", TEXT,
          "helmBin", TEXT,
          "helmHome", TEXT,
          "values", TEXT,
          "valuesLocal", ANY,
          "valuesMerge", TEXT,
          "releaseName", TEXT,
          "releaseNamespace", TEXT,
          "extraArgs", list(TEXT));

  static final Shape KUSTOMIZATION =
      object(
          "apiVersion", TEXT,
          "kind", TEXT,
          "metadata", ANY,
          "openapi", map(TEXT),
          "namePrefix", TEXT,
          "nameSuffix", TEXT,
          "namespace", TEXT,
          "commonLabels", map(TEXT),
          "labels", list(LABEL),
          "commonAnnotations", map(TEXT),
          "patchesStrategicMerge", list(TEXT),
          "patchesJson6902", list(PATCH),
          "patches", list(PATCH),
          "images", list(IMAGE),
          "imageTags", list(IMAGE),
          "replacements", list(REPLACEMENT.and(object("path", TEXT))),
          "replicas", list(REPLICA),
          "vars", list(VARIABLE),
          "sortOptions",
              object(
                  "order",
                  TEXT,
                  "legacySortOptions",
                  object("orderFirst", list(TEXT), "orderLast", list(TEXT))),
          "resources", list(TEXT),
          "components", list(TEXT),
          "crds", list(TEXT),
          "bases", list(TEXT),
          "configMapGenerator", list(GENERATOR),
          "secretGenerator", list(GENERATOR),
          "helmGlobals", object("chartHome", TEXT, "configHome", TEXT),
          "helmCharts", list(CHART),
          "helmChartInflationGenerator", list(OLD_CHART),
          "generatorOptions", GENERATOR_OPTIONS,
          "configurations", list(TEXT),
          "generators", list(TEXT),
          "transformers", list(TEXT),
          "validators", list(TEXT),
          "buildMetadata", list(TEXT));

  static final Shape CONFIGURATION = configuration();

  private ConfigShapes() {}

  private static Shape configuration() {
    Shape shape =
        object(
            "nameReference",
            list(object("group", TEXT, "version", TEXT, "kind", TEXT, "fieldSpecs", FIELD_SPECS)));
    for (FieldConfig.Section section : FieldConfig.Section.values()) {
      shape = shape.and(object(section.key(), FIELD_SPECS));
    }
    return shape;
  }
}
