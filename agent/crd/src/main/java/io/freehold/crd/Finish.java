package io.freehold.crd;

import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What no annotation can say: the order of the columns, that an object without a spec is none, and
 * that free-form values are of any type.
 */
final class Finish implements CRDPostProcessor {
  private static final List<String> COLUMNS =
      List.of("Sync", "Health", "Revision", "Plane", "Interval", "Description", "Age");

  @Override
  public HasMetadata process(HasMetadata definition, String version) {
    if (definition instanceof CustomResourceDefinition custom) {
      custom.getSpec().getVersions().forEach(Finish::finish);
    }
    return definition;
  }

  private static void finish(CustomResourceDefinitionVersion version) {
    List<CustomResourceColumnDefinition> columns =
        new ArrayList<>(version.getAdditionalPrinterColumns());
    columns.sort(Comparator.comparingInt(column -> COLUMNS.indexOf(column.getName())));
    version.setAdditionalPrinterColumns(columns);
    JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
    schema.setRequired(List.of("spec"));
    openFreeForm(schema);
  }

  /** A map of anything would otherwise be a map of objects. */
  private static void openFreeForm(JSONSchemaProps schema) {
    if (Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())) {
      schema.setAdditionalProperties(null);
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(Finish::openFreeForm);
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      openFreeForm(schema.getItems().getSchema());
    }
  }
}
