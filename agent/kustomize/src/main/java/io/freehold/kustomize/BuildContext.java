package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.tree.TreeReads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What all levels of one build share. Not thread safe: a build runs on one thread. */
final class BuildContext {
  private final BuildOptions options;
  private final ParsedFiles parsed;
  private final RemoteBases remoteBases;
  private final ChartInflator charts;
  private final List<String> warnings = new ArrayList<>();
  private final TreeReads inputs = new TreeReads();
  private MergeSchema schema = MergeSchema.BUILTIN;
  private boolean schemaChosen;
  private boolean builtinUsed;
  private boolean remote;
  private int files;
  private long bytes;

  BuildContext(
      BuildOptions options, ParsedFiles parsed, RemoteBases remoteBases, ChartInflator charts) {
    this.options = options;
    this.parsed = parsed;
    this.remoteBases = remoteBases;
    this.charts = charts;
  }

  BuildOptions options() {
    return options;
  }

  ParsedFiles parsed() {
    return parsed;
  }

  RemoteBases remoteBases() {
    return remoteBases;
  }

  ChartInflator charts() {
    return charts;
  }

  TreeReads inputs() {
    return inputs;
  }

  /** Notes that the result depends on more than the tree. */
  void markRemote() {
    remote = true;
  }

  boolean isRemote() {
    return remote;
  }

  List<String> warnings() {
    return warnings;
  }

  void warn(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }

  /** How lists are merged. */
  MergeSchema schema() {
    builtinUsed |= !schemaChosen;
    return schema;
  }

  /** Notes the kinds of objects, because some make upstream read its built-in schema. */
  void noteKinds(List<Resource> resources) {
    builtinUsed |= !schemaChosen && resources.stream().anyMatch(one -> !Scopes.isKnown(one.gvk()));
  }

  /**
   * What a chosen schema adds to: as upstream, the built-in one if it was used before, and
   * otherwise nothing.
   */
  MergeSchema schemaToExtend() {
    return builtinUsed ? MergeSchema.BUILTIN : MergeSchema.of(Map.of());
  }

  /** Whether a kustomization has chosen the schema already; the first one decides. */
  boolean isSchemaChosen() {
    return schemaChosen;
  }

  void chooseSchema(MergeSchema chosen) {
    schema = chosen;
    schemaChosen = true;
  }

  void countFile(long size) {
    files++;
    bytes += size;
    if (files > options.limits().files()) {
      throw new KustomizeException(
          Code.LIMIT, "the build reads more than " + options.limits().files() + " files");
    }
    if (bytes > options.limits().bytes()) {
      throw new KustomizeException(
          Code.LIMIT, "the build reads more than " + options.limits().bytes() + " bytes");
    }
  }

  void checkObjects(int count) {
    if (count > options.limits().objects()) {
      throw new KustomizeException(
          Code.LIMIT, "the build has more than " + options.limits().objects() + " objects");
    }
  }
}
