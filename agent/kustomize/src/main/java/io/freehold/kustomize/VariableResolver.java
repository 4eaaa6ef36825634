package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Substitutes {@code $(NAME)} by the values of variables; {@code $$} stands for a dollar sign. */
final class VariableResolver {
  private final Map<String, Value> values = new HashMap<>();
  private final Set<String> used = new HashSet<>();

  private VariableResolver(Collection<Variable> variables, ResourceSet resources) {
    for (Variable variable : variables) {
      values.put(variable.name(), value(variable, resources));
    }
  }

  static void resolve(
      Collection<Variable> variables,
      ResourceSet resources,
      List<FieldSpec> specs,
      BuildContext context) {
    if (variables.isEmpty()) {
      return;
    }
    var resolver = new VariableResolver(variables, resources);
    var editor = new FieldEditor(FieldEditor.Create.NOTHING, resolver::change);
    for (Resource resource : resources.all()) {
      editor.edit(resource, specs);
    }
    var unused = new TreeSet<>(resolver.values.keySet());
    unused.removeAll(resolver.used);
    if (!unused.isEmpty()) {
      context.warn("variables that nothing uses: " + String.join(", ", unused));
    }
  }

  private static Value value(Variable variable, ResourceSet resources) {
    for (Resource resource : resources.all()) {
      if (resource.variables().contains(variable.name())) {
        return FieldLookup.find(resource.value(), variable.fieldPath())
            .orElseThrow(() ->
                new KustomizeException(
                    Code.VARIABLE,
                    variable.source()
                        + ": the variable "
                        + variable.name()
                        + " wants the field "
                        + variable.fieldPath()
                        + ", which "
                        + resource
                        + " does not have"));
      }
    }
    throw new KustomizeException(
        Code.VARIABLE,
        variable.source()
            + ": the variable "
            + variable.name()
            + " wants "
            + variable.object()
            + ", which does not exist; give objref the exact apiVersion, kind and name");
  }

  private Value change(Value value) {
    return switch (value) {
      case StringValue string -> expand(string);
      case ScalarValue scalar -> scalar;
      case MapValue map ->
          map.mapValues(entry -> entry instanceof StringValue string ? expand(string) : entry);
      case ListValue list -> {
        ListValue changed = list;
        for (int i = 0; i < list.size(); i++) {
          if (!(list.get(i) instanceof StringValue string)) {
            throw new KustomizeException(
                Code.FIELD,
                "there is " + list.get(i).describe() + " in a list where only text is expected");
          }
          changed = changed.with(i, expand(string));
        }
        yield changed;
      }
    };
  }

  private Value expand(StringValue string) {
    String text = string.text();
    if (text.indexOf('$') < 0) {
      return string;
    }
    var out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      char next = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
      int close = next == '(' ? text.indexOf(')', at + 2) : -1;
      if (c == '$' && next == '$') {
        out.append('$');
        at += 2;
      } else if (c == '$' && close >= 0) {
        String name = text.substring(at + 2, close);
        Value value = values.getOrDefault(name, NullValue.NULL);
        if (value instanceof ScalarValue scalar && !scalar.isNull()) {
          used.add(name);
          if (at == 0 && close == text.length() - 1) {
            return scalar;
          }
          out.append(scalar instanceof NumberValue number ? number.json() : scalar.text());
        } else {
          out.append(text, at, close + 1);
        }
        at = close + 1;
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString().equals(text) ? string : new StringValue(out.toString());
  }
}
