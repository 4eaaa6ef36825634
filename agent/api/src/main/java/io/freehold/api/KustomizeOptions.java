package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is set on top of a kustomization, without changing its files. The fields mean what they mean
 * in {@code kustomization.yaml}.
 *
 * @param images {@code name=newName:tag@digest}, of which all but the name may be missing
 * @param ignoreMissingComponents whether components may be missing
 * @param commonLabels labels of every object
 * @param labelWithoutSelector whether {@code commonLabels} leaves selectors alone
 * @param labelIncludeTemplates whether they reach templates although selectors are left alone
 * @param forceCommonLabels whether {@code commonLabels} may replace those of the kustomization
 * @param forceCommonAnnotations the same for annotations
 * @param commonAnnotationsEnvsubst whether {@code $ARGOCD_APP_NAME} and its like are filled into
 *     values of {@code commonAnnotations}
 * @param commonMetadata what every object gets last; null for nothing
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record KustomizeOptions(
    @JsonPropertyDescription("Put before every name.") String namePrefix,
    @JsonPropertyDescription("Put after every name.") String nameSuffix,
    @JsonPropertyDescription("Namespace of every object.") String namespace,
    @JsonPropertyDescription("name=newName:tag@digest, of which all but the name may be missing.")
        List<String> images,
    @JsonPropertyDescription("Replicas of workloads.") List<Replica> replicas,
    @JsonPropertyDescription("Patches.") List<Patch> patches,
    @JsonPropertyDescription("Components, as paths from the kustomization.")
        List<String> components,
    @JsonPropertyDescription("Components may be missing.") boolean ignoreMissingComponents,
    @JsonPropertyDescription("Labels of every object.") Map<String, String> commonLabels,
    @JsonPropertyDescription("Annotations of every object.") Map<String, String> commonAnnotations,
    @JsonPropertyDescription("Leave selectors alone.") boolean labelWithoutSelector,
    @JsonPropertyDescription("Label templates although selectors are left alone.")
        boolean labelIncludeTemplates,
    @JsonPropertyDescription("Replace labels of the kustomization.") boolean forceCommonLabels,
    @JsonPropertyDescription("Replace annotations of the kustomization.")
        boolean forceCommonAnnotations,
    @JsonPropertyDescription("Fill build variables into values of commonAnnotations.")
        boolean commonAnnotationsEnvsubst,
    @JsonPropertyDescription("Labels and annotations that every object gets last.")
        @Nullable CommonMetadata commonMetadata) {
  /** Nothing set. */
  public static final KustomizeOptions NONE =
      new KustomizeOptions(
          "", "", "", List.of(), List.of(), List.of(), List.of(), false, Map.of(), Map.of(), false,
          false, false, false, false, null);

  public KustomizeOptions {
    namePrefix = Defaults.text(namePrefix);
    nameSuffix = Defaults.text(nameSuffix);
    namespace = Defaults.text(namespace);
    images = Defaults.list(images);
    replicas = Defaults.list(replicas);
    patches = Defaults.list(patches);
    components = Defaults.list(components);
    commonLabels = Defaults.map(commonLabels);
    commonAnnotations = Defaults.map(commonAnnotations);
  }

  /** Labels and annotations that every object gets last. */
  public CommonMetadata metadata() {
    return Defaults.value(commonMetadata, CommonMetadata.NONE);
  }

  /**
   * Labels and annotations of objects themselves, not of their templates and selectors; over what
   * they have.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record CommonMetadata(Map<String, String> labels, Map<String, String> annotations) {
    static final CommonMetadata NONE = new CommonMetadata(Map.of(), Map.of());

    public CommonMetadata {
      labels = Defaults.map(labels);
      annotations = Defaults.map(annotations);
    }
  }

  /**
   * Replicas of a workload.
   *
   * @param name the workload
   * @param count how many
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Replica(@Required String name, @Required int count) {
    public Replica {
      name = Defaults.text(name);
    }
  }

  /**
   * A patch: strategic merge or JSON 6902.
   *
   * @param patch its text
   * @param path a file that holds it instead
   * @param target which objects; those that the patch names when nothing is set
   * @param options what the patch may change beyond
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Patch(
      @JsonPropertyDescription("Text of the patch.") String patch,
      @JsonPropertyDescription("A file that holds the patch.") String path,
      @JsonPropertyDescription("Which objects are patched.") Target target,
      @JsonPropertyDescription("allowNameChange, allowKindChange.") Map<String, Boolean> options) {
    public Patch {
      patch = Defaults.text(patch);
      path = Defaults.text(path);
      target = Defaults.value(target, Target.NAMED);
      options = Defaults.map(options);
    }
  }

  /** Which objects a patch is for; names are regular expressions, absent fields match all. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Target(
      String group,
      String version,
      String kind,
      String name,
      String namespace,
      String labelSelector,
      String annotationSelector) {
    static final Target NAMED = new Target("", "", "", "", "", "", "");

    public Target {
      group = Defaults.text(group);
      version = Defaults.text(version);
      kind = Defaults.text(kind);
      name = Defaults.text(name);
      namespace = Defaults.text(namespace);
      labelSelector = Defaults.text(labelSelector);
      annotationSelector = Defaults.text(annotationSelector);
    }

    /** Whether the patch itself says which object it is for. */
    public boolean isEmpty() {
      return equals(NAMED);
    }
  }
}
