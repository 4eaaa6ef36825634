package io.freehold.kustomize;

import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes name, tag or digest of the images of containers. */
final class ImageTransformer implements Transformer {
  private static final Set<String> CONTAINER_LISTS = Set.of("containers", "initContainers");
  private static final String REST = "(:[a-zA-Z0-9_.{}-]*)?(@[a-zA-Z0-9]+:[a-zA-Z0-9_.{}-]*)?$";

  private final MapValue image;
  private final List<FieldSpec> specs;
  private final Optional<SafePattern> pattern;

  /**
   * @param image name, newName, newTag, tagSuffix and digest
   * @param specs where images stand besides lists of containers
   */
  ImageTransformer(MapValue image, List<FieldSpec> specs) {
    this.image = image;
    this.specs = specs;
    this.pattern = pattern(image.text("name"));
  }

  @Override
  public void apply(ResourceSet resources) {
    var editor = new FieldEditor(FieldEditor.Create.NOTHING, this::change);
    for (Resource resource : resources.all()) {
      // What looks like containers there is a schema or an example.
      if (!resource.gvk().kind().equals("CustomResourceDefinition")) {
        resource.value((MapValue) scan(resource.value()));
        editor.edit(resource, specs);
      }
    }
  }

  /** A name that is not a regular expression fits nothing. */
  private static Optional<SafePattern> pattern(String name) {
    try {
      return Optional.of(SafePattern.compile("^" + name + REST));
    } catch (KustomizeException _) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very same value means that nothing changed
  private Value scan(Value value) {
    return switch (value) {
      case MapValue map -> {
        MapValue changed = map;
        for (int i = 0; i < map.size(); i++) {
          Value before = map.valueAt(i);
          if (before instanceof ScalarValue) {
            continue;
          }
          Value after = scan(before);
          if (CONTAINER_LISTS.contains(map.keyAt(i)) && after instanceof ListValue list) {
            after = containers(list);
          }
          if (after != before) {
            changed = changed.with(map.keyAt(i), after);
          }
        }
        yield changed;
      }
      case ListValue list -> {
        List<Value> changed = null;
        for (int i = 0; i < list.size(); i++) {
          Value after = scan(list.get(i));
          if (after != list.get(i)) {
            changed = changed == null ? new ArrayList<>(list.items()) : changed;
            changed.set(i, after);
          }
        }
        yield changed == null ? list : ListValue.of(changed);
      }
      case ScalarValue scalar -> scalar;
    };
  }

  private ListValue containers(ListValue list) {
    ListValue changed = list;
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof MapValue container && container.has("image")) {
        Value before = container.getOr("image", ListValue.empty());
        changed = changed.with(i, container.with("image", change(before)));
      }
    }
    return changed;
  }

  private Value change(Value value) {
    if (!(value instanceof ScalarValue scalar)) {
      throw new KustomizeException(
          KustomizeException.Code.FIELD,
          "there is " + value.describe() + " where the name of an image is expected");
    }
    if (scalar.isNull() || pattern.isEmpty() || !pattern.get().find(scalar.text())) {
      return value;
    }
    ImageReference old = ImageReference.parse(scalar.text());
    String newTag = image.text("newTag");
    String digest = image.text("digest");
    String suffix = image.text("tagSuffix");
    boolean keeps = newTag.isEmpty() && digest.isEmpty();
    String name = image.text("newName");
    var changed =
        new ImageReference(
            name.isEmpty() ? old.name() : name,
            keeps ? old.tag() + suffix : newTag,
            keeps && suffix.isEmpty() ? old.digest() : digest);
    return changed.equals(old) ? value : new StringValue(changed.text());
  }
}
