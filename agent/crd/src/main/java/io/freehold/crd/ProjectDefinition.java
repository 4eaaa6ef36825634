package io.freehold.crd;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.freehold.api.ApiGroup;
import io.freehold.api.Project;
import io.freehold.api.ProjectSpec;

/** What the generator needs to know of a Project beyond its records. */
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@Kind(Project.KIND)
@Plural(Project.PLURAL)
@ShortNames("fhproject")
@Categories({"freehold"})
@AdditionalPrinterColumn(
    name = "Description",
    jsonPath = ".spec.description",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
final class ProjectDefinition extends CustomResource<ProjectSpec, Void> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
