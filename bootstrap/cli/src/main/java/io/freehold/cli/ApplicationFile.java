package io.freehold.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds an Application.
 *
 * @param file the file
 * @param application what it holds
 */
record ApplicationFile(Path file, Application application) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads the first Application of a YAML or JSON file. */
  static ApplicationFile read(Path file) {
    try {
      for (Document document :
          Yaml.parse(file.toString(), Files.readAllBytes(file), Schema.KUBERNETES)) {
        if (document.root() instanceof MapValue object
            && object.text("kind").equals(Application.KIND)
            && object.text("apiVersion").startsWith(ApiGroup.GROUP + "/")) {
          return new ApplicationFile(file, JSON.readValue(Json.bytes(object), Application.class));
        }
      }
    } catch (YamlException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (JsonProcessingException e) {
      throw new CliException(ExitCode.USAGE, file + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, "cannot read " + file, e);
    }
    throw new CliException(
        ExitCode.USAGE, file + ": there is no Application of " + ApiGroup.GROUP + " in it");
  }
}
