package io.freehold.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;
import io.freehold.health.ExpressionException;
import io.freehold.health.HealthRules;
import io.freehold.health.LuaHealth;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold health}. */
@Command(
    name = "health",
    description = {
      "Show the health that the agent sees in objects of a file.",
      "The file is as \"kubectl get -o yaml\" prints it.",
      "Exit codes: 0 all are healthy, 1 one is not.",
      ""
    },
    mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      required = true,
      description = "Objects in YAML or JSON; a List is taken apart.")
  private Path file = Path.of("");

  @Option(
      names = "--lua",
      paramLabel = "FILE",
      description = "Judge by this script, in Argo CD's format, instead of by the rules.")
  private @Nullable Path lua;

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Map<String, Health> healths = new LinkedHashMap<>();
    try {
      LuaHealth script = lua == null ? null : LuaHealth.compile(Files.readString(lua));
      for (Document document :
          Yaml.parse(file.toString(), Files.readAllBytes(file), Schema.KUBERNETES)) {
        if (document.root() instanceof MapValue object) {
          judge(JSON.readTree(Json.bytes(object)), script, healths);
        }
      }
    } catch (YamlException | ExpressionException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (JsonProcessingException e) {
      throw new CliException(ExitCode.USAGE, file + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, "cannot read " + e.getMessage(), e);
    }
    if (healths.isEmpty()) {
      throw new CliException(ExitCode.USAGE, file + ": there is no object in it");
    }
    output.print(
        spec.commandLine().getOut(),
        healths,
        _ -> {
          Table table = new Table("OBJECT", "HEALTH", "MESSAGE");
          healths.forEach(
              (name, health) -> table.row(name, health.status().toString(), health.message()));
          return table;
        });
    boolean well =
        healths.values().stream().allMatch(health -> health.status() == HealthState.HEALTHY);
    return (well ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private static void judge(
      JsonNode object, @Nullable LuaHealth script, Map<String, Health> healths) {
    if (object.path("kind").asText().endsWith("List") && object.path("items").isArray()) {
      object.path("items").forEach(item -> judge(item, script, healths));
      return;
    }
    String name =
        object.path("kind").asText("?")
            + " "
            + object.path("metadata").path("name").asText("#" + (healths.size() + 1));
    healths.put(name, script == null ? HealthRules.standard().of(object) : script.of(object));
  }
}
