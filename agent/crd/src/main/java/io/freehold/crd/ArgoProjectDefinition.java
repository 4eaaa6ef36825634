package io.freehold.crd;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.freehold.dialect.ArgoNames;
import io.freehold.dialect.ArgoProject;
import io.freehold.dialect.ArgoProjectSpec;

/** What the generator needs to know of an AppProject beyond its record. */
@Group(ArgoNames.GROUP)
@Version("v1alpha1")
@Kind(ArgoProject.KIND)
@Plural(ArgoProject.PLURAL)
@ShortNames({"appproj", "appprojs"})
final class ArgoProjectDefinition extends CustomResource<ArgoProjectSpec, Void>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
