package io.freehold.crd;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.freehold.api.ApiGroup;
import io.freehold.api.Cluster;

/** What the generator needs to know of a Cluster beyond its records. */
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@Kind(Cluster.KIND)
@Plural(Cluster.PLURAL)
@ShortNames("fhcluster")
@Categories({"freehold"})
@AdditionalPrinterColumn(
    name = "Plane",
    jsonPath = ".spec.plane.endpoint",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Interval",
    jsonPath = ".spec.plane.reportInterval",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
final class ClusterDefinition extends CustomResource<Cluster.ClusterSpec, Void> {
  private static final long serialVersionUID = 1L;
}
