package io.freehold.suites;

import io.freehold.render.Substitution;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import java.util.LinkedHashMap;

/** Variables in texts. */
final class EnvsubstSuite implements Suite {
  @Override
  public String name() {
    return "envsubst";
  }

  @Override
  public MapValue answer(MapValue input) {
    var variables = new LinkedHashMap<String, String>();
    for (var entry : input.map("vars")) {
      variables.put(entry.getKey(), ((StringValue) entry.getValue()).text());
    }
    boolean strict = input.getOr("strict", BooleanValue.FALSE).equals(BooleanValue.TRUE);
    String output = Substitution.of(variables, strict).text(input.text("template"));
    return MapValue.builder().put("output", output).build();
  }
}
