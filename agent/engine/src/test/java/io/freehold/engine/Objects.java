package io.freehold.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.api.TrackingId;
import java.util.Arrays;
import java.util.List;

/** Small objects for tests of the core. */
final class Objects {
  static final ApplicationId SHOP = new ApplicationId("freehold-system", "shop");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Objects() {}

  static Manifest manifest(String apiVersion, String kind, String name) {
    return manifest(apiVersion, kind, "shop", name, "{}");
  }

  static Manifest inWave(int wave, String apiVersion, String kind, String name) {
    Manifest manifest = manifest(apiVersion, kind, name);
    manifest
        .content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("freehold.io/wave", Integer.toString(wave));
    return manifest;
  }

  static Manifest annotated(String name, String annotation, String value) {
    return annotated(configMap(name), annotation, value);
  }

  static Manifest annotated(Manifest manifest, String annotation, String value) {
    manifest
        .content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put(annotation, value);
    return manifest;
  }

  /** A hook of a phase that is a Job. */
  static Manifest hook(String name, String phase) {
    return annotated(manifest("batch/v1", "Job", name), Hook.ANNOTATION, phase);
  }

  /** A hook of a phase with a delete policy. */
  static Manifest hook(String name, String phase, String deletePolicy) {
    return annotated(hook(name, phase), "argocd.argoproj.io/hook-delete-policy", deletePolicy);
  }

  static Manifest configMap(String name) {
    return manifest("v1", "ConfigMap", name);
  }

  static Manifest definition(String plural, String group, String kind) {
    return manifest(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        "",
        plural + "." + group,
        "{\"spec\":{\"group\":\"%s\",\"names\":{\"kind\":\"%s\"}}}".formatted(group, kind));
  }

  static Manifest manifest(
      String apiVersion, String kind, String namespace, String name, String content) {
    ObjectNode node = json(content);
    node.put("apiVersion", apiVersion).put("kind", kind);
    node.withObjectProperty("metadata").put("name", name);
    return new Manifest(
        apiVersion,
        new ObjectRef(ObjectRef.groupOf(apiVersion), kind, namespace, name),
        node,
        new Manifest.Origin("apps/shop/" + name + ".yaml", 1));
  }

  static Desired desired(Manifest... manifests) {
    return (Desired) Preparation.of(SHOP, "c0ffee", Arrays.asList(manifests));
  }

  static Owned owned(Manifest manifest) {
    return owned(manifest, new TrackingId(SHOP, manifest.ref()).toString());
  }

  static Owned owned(Manifest manifest, String tracking) {
    return new Owned(
        manifest.apiVersion(),
        manifest.ref(),
        "uid-" + manifest.ref().name(),
        tracking,
        SyncOrder.waveOf(manifest.content()),
        ObjectOptions.of(manifest.content()),
        false,
        Hook.of(manifest.content()).isHook(),
        false);
  }

  static List<String> names(List<Prepared> objects) {
    return objects.stream().map(object -> object.ref().name()).toList();
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
