package io.freehold.conformance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dependency directions of docs/architecture.md. */
class ArchitectureTest {
  private static final String ROOT = "io.freehold.";

  /** Module package to the module packages it may use. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("tree", Set.of()),
          Map.entry("api", Set.of()),
          Map.entry("yaml", Set.of()),
          Map.entry("source", Set.of("tree", "yaml")),
          Map.entry("sops", Set.of("tree", "yaml")),
          Map.entry("kustomize", Set.of("tree", "yaml")),
          Map.entry(
              "render",
              Set.of("tree", "api", "yaml", "kustomize", "sops", "source", "worker", "plugin")),
          Map.entry("suites", Set.of("api", "yaml", "render", "health", "engine")),
          Map.entry("worker", Set.of()),
          Map.entry("plugin", Set.of("tree", "yaml")),
          Map.entry("renderworker", Set.of("tree", "worker", "yaml")),
          Map.entry("health", Set.of("api")),
          Map.entry("engine", Set.of("api")),
          Map.entry("kube", Set.of("api", "engine")),
          Map.entry("crd", Set.of("api", "dialect")),
          Map.entry("dialect", Set.of("api", "yaml", "health", "engine")),
          Map.entry("tls", Set.of()),
          Map.entry("telemetry", Set.of("api")),
          Map.entry(
              "runtime",
              Set.of(
                  "tree",
                  "api",
                  "yaml",
                  "sops",
                  "source",
                  "kustomize",
                  "render",
                  "worker",
                  "health",
                  "engine",
                  "kube",
                  "dialect",
                  "telemetry",
                  "tls")),
          Map.entry("store", Set.of("api")),
          Map.entry("ingest", Set.of("api")),
          Map.entry("webhook", Set.of("api")),
          Map.entry("notify", Set.of("api", "yaml")),
          Map.entry("access", Set.of("api", "yaml", "store")),
          Map.entry(
              "server",
              Set.of(
                  "tree", "api", "yaml", "source", "store", "ingest", "webhook", "notify", "access",
                  "tls")),
          Map.entry("local", Set.of("api")),
          Map.entry("testkit", Set.of("api", "local")),
          Map.entry("forge", Set.of("api")),
          Map.entry(
              "cli",
              Set.of(
                  "tree",
                  "api",
                  "yaml",
                  "source",
                  "kustomize",
                  "render",
                  "worker",
                  "kube",
                  "engine",
                  "health",
                  "forge",
                  "local")),
          Map.entry(
              "bench",
              Set.of(
                  "worker",
                  "tree",
                  "source",
                  "api",
                  "yaml",
                  "kustomize",
                  "kube",
                  "engine",
                  "local",
                  "forge",
                  "cli")));

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // What JMH generates is not ours to lay out.
            .withImportOption(location -> !location.contains("jmh_generated"))
            .importPackages("io.freehold");
  }

  @Test
  void dependenciesPointOneWay() {
    var violations = new TreeSet<String>();
    for (JavaClass from : classes) {
      String module = module(from);
      if (module.equals("conformance")) {
        continue;
      }
      assertThat(ALLOWED).as("module of %s", from.getName()).containsKey(module);
      from.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(to -> to.getPackageName().startsWith(ROOT))
          .filter(to ->
              !module(to).equals(module)
                  && !ALLOWED.getOrDefault(module, Set.of()).contains(module(to)))
          .forEach(to -> violations.add(from.getName() + " uses " + to.getName()));
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void theCoreKnowsNoClients() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.freehold.engine..",
            "io.freehold.kustomize..",
            "io.freehold.yaml..",
            "io.freehold.sops..",
            "io.freehold.tree..",
            "io.freehold.health..",
            "io.freehold.api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes..",
            "org.eclipse.jgit..",
            "io.helidon..",
            "java.net.http..",
            "java.sql..")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void packagesAreFlat() {
    assertThat(
            classes.stream().map(JavaClass::getPackageName).filter(name -> name.startsWith(ROOT)))
        .allSatisfy(name -> assertThat(name.substring(ROOT.length())).doesNotContain("."));
  }

  @Test
  void thereAreNoDrawers() {
    classes().should().haveNameNotMatching(".*(Utils?|Helpers?|Misc|Common)").check(classes);
  }

  private static String module(JavaClass javaClass) {
    String rest = javaClass.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
