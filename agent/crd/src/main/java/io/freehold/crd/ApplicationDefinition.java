package io.freehold.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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
import io.freehold.api.Application;
import io.freehold.api.ApplicationSpec;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.OperationRequest;
import org.jspecify.annotations.Nullable;

/** What the generator needs to know of an Application beyond its records. */
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@Kind(Application.KIND)
@Plural(Application.PLURAL)
@ShortNames("fhapp")
@Categories({"freehold"})
@AdditionalPrinterColumn(
    name = "Sync",
    jsonPath = ".status.sync",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Health",
    jsonPath = ".status.health.status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Revision",
    jsonPath = ".status.revision",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
final class ApplicationDefinition extends CustomResource<ApplicationSpec, ApplicationStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** A custom resource of the generator has only spec and status; ours also takes requests. */
  @JsonPropertyDescription(
      "A sync that somebody asks for. The agent takes it from here, so that it runs once.")
  @SuppressWarnings("serial")
  private @Nullable OperationRequest operation;

  /** Read by the generator. */
  public @Nullable OperationRequest getOperation() {
    return operation;
  }

  /** Tells the generator that the field is one that people write. */
  public void setOperation(@Nullable OperationRequest request) {
    operation = request;
  }
}
