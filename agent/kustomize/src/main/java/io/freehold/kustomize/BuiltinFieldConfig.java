package io.freehold.kustomize;

import io.freehold.kustomize.FieldConfig.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The field specs of built-in kinds, from the table {@code field-specs.txt}. */
final class BuiltinFieldConfig {
  static final FieldConfig INSTANCE = read();

  private static final String REFERENCE = "nameReference";

  private BuiltinFieldConfig() {}

  private static FieldConfig read() {
    Map<String, Section> sections =
        Arrays.stream(Section.values())
            .collect(Collectors.toMap(Section::key, Function.identity()));
    var specs = new EnumMap<Section, List<FieldSpec>>(Section.class);
    var references = new LinkedHashMap<Gvk, List<FieldSpec>>();
    List<FieldSpec> current = new ArrayList<>();
    for (String[] line : TextTables.read("field-specs.txt")) {
      if (line[0].equals("=")) {
        current = new ArrayList<>();
        if (line[1].equals(REFERENCE)) {
          references.put(kind(line[2]), current);
        } else {
          specs.put(java.util.Objects.requireNonNull(sections.get(line[1])), current);
        }
      } else {
        for (int i = 2; i < line.length; i++) {
          current.add(new FieldSpec(kind(line[i]), line[0], line[1].equals("+")));
        }
      }
    }
    specs.replaceAll((_, list) -> List.copyOf(list));
    return new FieldConfig(
        specs,
        references.entrySet().stream()
            .map(entry -> new NameReference(entry.getKey(), List.copyOf(entry.getValue())))
            .toList());
  }

  private static Gvk kind(String text) {
    if (text.equals("*")) {
      return Gvk.ANY;
    }
    String[] parts = text.split("/", -1);
    return parts.length == 1 ? new Gvk("", "", text) : new Gvk(parts[0], parts[1], parts[2]);
  }
}
