package io.freehold.cli;

import io.freehold.api.RenderTool;
import io.freehold.api.Source;
import io.freehold.kustomize.BuildOptions;
import io.freehold.kustomize.BuildOptions.Order;
import io.freehold.kustomize.BuildOptions.Restriction;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A line of {@code freehold render --batch}. */
final class BatchRequest {
  private static final Set<String> OF_KUSTOMIZE = Set.of("reorder", "restrictor", "managedByLabel");
  private static final Set<String> KNOWN =
      Set.of(
          "id",
          "dir",
          "reorder",
          "restrictor",
          "managedByLabel",
          "root",
          "tool",
          "name",
          "namespace",
          "values",
          "set",
          "setString",
          "includeCrds",
          "kubeVersion",
          "apiVersions",
          "recurse",
          "include",
          "exclude",
          "extVar",
          "extCode",
          "tlaStr",
          "tlaCode",
          "jpath",
          "substitute");

  private final MapValue fields;

  private BatchRequest(MapValue fields) {
    this.fields = fields;
  }

  /** What a line asks for. */
  static RenderRequest read(MapValue fields) {
    for (String field : fields.keys()) {
      if (!KNOWN.contains(field)) {
        throw new CliException(ExitCode.USAGE, "there is no field " + field + " in a request");
      }
    }
    return new BatchRequest(fields).request();
  }

  private RenderRequest request() {
    var options = new SourceOptions();
    String root = fields.text("root");
    options.root = root.isEmpty() ? null : Path.of(root);
    options.tool = fields.text("tool");
    options.name = fields.text("name");
    options.namespace = fields.text("namespace");
    options.values = texts("values");
    options.set = texts("set");
    options.setString = texts("setString");
    options.includeCrds = isSet("includeCrds");
    options.kubeVersion = fields.text("kubeVersion");
    options.apiVersions = texts("apiVersions");
    options.recurse = isSet("recurse");
    options.include = fields.text("include");
    options.exclude = fields.text("exclude");
    options.extVar = texts("extVar");
    options.extCode = texts("extCode");
    options.tlaStr = texts("tlaStr");
    options.tlaCode = texts("tlaCode");
    options.jpath = texts("jpath");
    options.substitute = texts("substitute");
    Source source = options.source();
    // Who sets an option of kustomize wants a kustomization, and an error where there is none.
    if (source.tool() == null && OF_KUSTOMIZE.stream().anyMatch(fields::has)) {
      source = source.with(RenderTool.KUSTOMIZE);
    }
    var build =
        BuildOptions.DEFAULT
            .withOrder(fields.text("reorder").equals("none") ? Order.NONE : Order.LEGACY)
            .withRestriction(restriction(fields.text("restrictor")))
            .withManagedByLabel(isSet("managedByLabel"));
    return new RenderRequest(
        Path.of(fields.text("dir")),
        options.root,
        source,
        options.name,
        options.namespace,
        build,
        options.substitutes());
  }

  /** Also by the names that {@code kustomize build} has for them. */
  private static Restriction restriction(String text) {
    return text.equals("none") || text.equals("LoadRestrictionsNone")
        ? Restriction.NONE
        : Restriction.ROOT;
  }

  private boolean isSet(String field) {
    return fields.getOr(field, BooleanValue.FALSE) instanceof ScalarValue scalar
        && !scalar.isNull()
        && !scalar.text().isEmpty()
        && !scalar.text().equals("false");
  }

  /** One text, a list of texts, or a map for texts of the form KEY=VALUE. */
  private List<String> texts(String field) {
    Value value = fields.getOr(field, ListValue.empty());
    var texts = new ArrayList<String>();
    switch (value) {
      case ListValue list -> list.stream().map(item -> text(field, item)).forEach(texts::add);
      case MapValue map ->
          map.forEach(entry -> texts.add(entry.getKey() + "=" + text(field, entry.getValue())));
      default -> texts.add(text(field, value));
    }
    return texts;
  }

  private static String text(String field, Value value) {
    return switch (value) {
      case StringValue string -> string.text();
      case ScalarValue scalar when !scalar.isNull() -> scalar.text();
      default ->
          throw new CliException(
              ExitCode.USAGE, field + " is text or a list of texts, not " + value.describe());
    };
  }
}
