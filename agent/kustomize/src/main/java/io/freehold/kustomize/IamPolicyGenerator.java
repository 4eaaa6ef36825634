package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.MapValue;
import java.util.List;

/** Generates a ServiceAccount that is bound to a cloud identity. */
final class IamPolicyGenerator implements Generator {
  static final Shape SHAPE =
      Shape.object(
          "cloud", Shape.TEXT,
          "kubernetesService", Shape.object("name", Shape.TEXT, "namespace", Shape.TEXT),
          "serviceAccount", Shape.object("name", Shape.TEXT, "projectId", Shape.TEXT));

  private final MapValue config;
  private final String source;

  IamPolicyGenerator(MapValue config, String source) {
    this.config = config;
    this.source = source;
  }

  @Override
  public List<Resource> generate() {
    if (!config.text("cloud").equals("gke")) {
      throw new KustomizeException(
          Code.GENERATOR,
          source + ": the cloud '" + config.text("cloud") + "' is unknown; only gke is supported");
    }
    MapValue account = config.map("serviceAccount");
    MapValue service = config.map("kubernetesService");
    String identity =
        account.text("name") + "@" + account.text("projectId") + ".iam.gserviceaccount.com";
    var metadata =
        MapValue.builder()
            .put("annotations", annotation(identity))
            .put("name", service.text("name"));
    if (!service.text("namespace").isEmpty()) {
      metadata.put("namespace", service.text("namespace"));
    }
    var object =
        MapValue.builder()
            .put("apiVersion", "v1")
            .put("kind", "ServiceAccount")
            .put("metadata", metadata.build())
            .build();
    return List.of(new Resource(object, source));
  }

  private static MapValue annotation(String identity) {
    return MapValue.builder().put("iam.gke.io/gcp-service-account", identity).build();
  }
}
