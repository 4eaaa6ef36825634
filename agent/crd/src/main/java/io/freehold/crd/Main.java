package io.freehold.crd;

import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the definitions of all Freehold kinds into the file that is its first argument, and those
 * of the kinds of Argo CD that it looks after into the second.
 */
public final class Main {
  private static final String HEADER =
      """
      # Generated from the records of agent/api by agent/crd; not edited by hand.
      """;

  private static final String ARGO_HEADER =
      """
      # Generated from the records of agent/dialect by agent/crd; not edited by hand. Only for clusters without Argo CD.
      """;

  private Main() {}

  /** Writes the files named by the arguments. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("usage: Main FILE ARGOCD_FILE");
    }
    Files.writeString(Path.of(arguments[0]), definitions());
    Files.writeString(Path.of(arguments[1]), argo());
  }

  /** The definitions as YAML documents, in the order of their names. */
  static String definitions() {
    return generated(
        HEADER,
        new CRDGenerator()
            .customResourceClasses(
                ApplicationDefinition.class, ClusterDefinition.class, ProjectDefinition.class)
            .withPostProcessor(new Finish()));
  }

  /** The definitions of Argo CD's kinds. */
  static String argo() {
    return generated(
        ARGO_HEADER,
        new CRDGenerator()
            .customResourceClasses(ArgoApplicationDefinition.class, ArgoProjectDefinition.class)
            .withPostProcessor(new Foreign()));
  }

  private static String generated(String header, CRDGenerator generator) {
    Documents documents = new Documents();
    generator.forCRDVersions("v1").withMinQuotes(true).withOutput(documents).generate();
    StringBuilder text = new StringBuilder(header);
    documents.byName.forEach((name, document) -> text.append(normal(document)));
    return text.toString();
  }

  private static String normal(ByteArrayOutputStream document) {
    StringBuilder text = new StringBuilder("---\n");
    document
        .toString(StandardCharsets.UTF_8)
        .lines()
        // The generator's own header names its version, which is no reason to change the file.
        .filter(line -> !line.startsWith("#") && !line.equals("---"))
        .forEach(line -> text.append(line.stripTrailing()).append('\n'));
    return text.toString();
  }

  /** Collects what the generator writes. */
  private static final class Documents implements CRDGenerator.CRDOutput<OutputStream> {
    private final Map<String, ByteArrayOutputStream> byName = new TreeMap<>();

    @Override
    public OutputStream outputFor(String name) {
      return byName.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
    }

    @Override
    public void close() {}
  }
}
