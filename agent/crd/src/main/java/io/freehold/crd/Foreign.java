package io.freehold.crd;

import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;

/**
 * Kinds of another product take whatever that product takes: fields that are not known here are
 * kept, none is required but the spec, and the status is written like every other field, as its
 * tools do.
 */
final class Foreign implements CRDPostProcessor {
  @Override
  public HasMetadata process(HasMetadata definition, String version) {
    if (definition instanceof CustomResourceDefinition custom) {
      custom.getSpec().getVersions().forEach(Foreign::open);
    }
    return definition;
  }

  private static void open(CustomResourceDefinitionVersion version) {
    version.setSubresources(null);
    open(version.getSchema().getOpenAPIV3Schema());
  }

  private static void open(JSONSchemaProps schema) {
    schema.setRequired(null);
    if (Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())) {
      schema.setAdditionalProperties(null);
    }
    if ("object".equals(schema.getType()) && schema.getAdditionalProperties() == null) {
      schema.setXKubernetesPreserveUnknownFields(true);
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(Foreign::open);
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      open(schema.getItems().getSchema());
    }
  }
}
