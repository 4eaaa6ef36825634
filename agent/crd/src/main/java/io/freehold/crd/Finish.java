package io.freehold.crd;

import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What no annotation can say: the order of the columns, and that an object without a spec is none.
 */
final class Finish implements CRDPostProcessor {
  private static final List<String> COLUMNS =
      List.of("Sync", "Health", "Revision", "Plane", "Interval", "Age");

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
    version.getSchema().getOpenAPIV3Schema().setRequired(List.of("spec"));
  }
}
