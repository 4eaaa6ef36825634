package io.freehold.kustomize;

import io.freehold.kustomize.BuildOptions.Order;
import io.freehold.kustomize.BuildOptions.Restriction;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Yaml;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Speaks the batch protocol of the case suite, for use by hand while the command line is not. */
final class BatchMain {
  private BatchMain() {}

  public static void main(String[] args) throws IOException {
    var kustomizer = new Kustomizer();
    var tree = new DiskTree(Path.of("/"));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      var job =
          (MapValue)
              Json.parse("job", line.getBytes(StandardCharsets.UTF_8), Schema.KUBERNETES).root();
      var options =
          BuildOptions.DEFAULT
              .withOrder(job.text("reorder").equals("none") ? Order.NONE : Order.LEGACY)
              .withRestriction(
                  job.text("restrictor").endsWith("None") ? Restriction.NONE : Restriction.ROOT)
              .withManagedByLabel(job.getOr("managedByLabel", MapValue.empty()).toString().equals("true"));
      var answer = MapValue.builder().put("id", job.text("id"));
      try {
        var result = kustomizer.build(tree, job.text("dir").substring(1), options);
        var text = new StringBuilder();
        result.objects().forEach(object -> text.append("---\n").append(Yaml.text(object)));
        answer.put("yaml", new StringValue(text.toString()));
      } catch (KustomizeException e) {
        answer.put("error", e.getMessage());
      } catch (RuntimeException e) {
        e.printStackTrace();
      }
      System.out.println(Json.text(answer.build()));
    }
  }
}
