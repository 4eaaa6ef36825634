package io.freehold.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.freehold.dialect.ArgoApplication;
import io.freehold.dialect.ArgoNames;
import io.freehold.dialect.ArgoOperation;
import io.freehold.dialect.ArgoSpec;
import io.freehold.dialect.ArgoStatus;
import org.jspecify.annotations.Nullable;

/** What the generator needs to know of an Argo CD Application beyond its records. */
@Group(ArgoNames.GROUP)
@Version("v1alpha1")
@Kind(ArgoApplication.KIND)
@Plural(ArgoApplication.PLURAL)
@ShortNames({"app", "apps"})
@AdditionalPrinterColumn(
    name = "Sync Status",
    jsonPath = ".status.sync.status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Health Status",
    jsonPath = ".status.health.status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Revision",
    jsonPath = ".status.sync.revision",
    priority = 10,
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Project",
    jsonPath = ".spec.project",
    priority = 10,
    type = AdditionalPrinterColumn.Type.STRING)
final class ArgoApplicationDefinition extends CustomResource<ArgoSpec, ArgoStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** A custom resource of the generator has only spec and status. */
  @JsonPropertyDescription("A sync that somebody asks for; taken off when it is over.")
  @SuppressWarnings("serial")
  private @Nullable ArgoOperation operation;

  /** Read by the generator. */
  public @Nullable ArgoOperation getOperation() {
    return operation;
  }

  /** Tells the generator that the field is one that people write. */
  public void setOperation(@Nullable ArgoOperation request) {
    operation = request;
  }
}
