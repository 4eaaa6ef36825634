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

/** Writes the definitions of all Freehold kinds into the file that is its argument. */
public final class Main {
  private static final String HEADER =
      """
      # Generated from the records of agent/api by agent/crd; not edited by hand.
      """;

  private Main() {}

  /** Writes the file named by the only argument. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: Main FILE");
    }
    Files.writeString(Path.of(arguments[0]), definitions());
  }

  /** The definitions as YAML documents, in the order of their names. */
  static String definitions() {
    Documents documents = new Documents();
    new CRDGenerator()
        .customResourceClasses(
            ApplicationDefinition.class, ClusterDefinition.class, ProjectDefinition.class)
        .forCRDVersions("v1")
        .withMinQuotes(true)
        .withPostProcessor(new Finish())
        .withOutput(documents)
        .generate();
    StringBuilder text = new StringBuilder(HEADER);
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
