package io.freehold.runtime;

import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationSpec;
import io.freehold.api.Metadata;
import io.freehold.api.OperationRequest;
import io.freehold.api.TakenOperation;
import io.freehold.kube.ApplicationRequests;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Applications as the API server holds them, and what people and the agent write on them. */
final class People {
  private final Map<ApplicationId, Application> applications = new HashMap<>();
  private final Consumer<Application> watch;

  /** When set, nothing can be moved or taken off. */
  boolean refuse;

  /** How often something was taken. */
  int taken;

  People(Consumer<Application> watch) {
    this.watch = watch;
  }

  void put(Application application) {
    applications.put(application.id(), application);
  }

  Application get(String name) {
    return Objects.requireNonNull(
        applications.get(new ApplicationId(ApiGroup.SYSTEM_NAMESPACE, name)));
  }

  /** Somebody asks for a sync. */
  void ask(String name, OperationRequest request) {
    Application now = get(name);
    change(now, now.metadata().annotations(), now.spec(), request, 1);
  }

  void spec(String name, ApplicationSpec spec) {
    Application now = get(name);
    change(now, now.metadata().annotations(), spec, now.operation(), 1);
  }

  void annotate(String name, String annotation, String value) {
    Application now = get(name);
    Map<String, String> annotations = new HashMap<>(now.metadata().annotations());
    annotations.put(annotation, value);
    change(now, annotations, now.spec(), now.operation(), 0);
  }

  String take(Application asked, TakenOperation request) {
    Application now = Objects.requireNonNull(applications.get(asked.id()));
    if (refuse
        || now.operation() == null
        || now.metadata().generation() != asked.metadata().generation()) {
      return "the test of the generation failed";
    }
    taken++;
    Map<String, String> annotations = new HashMap<>(now.metadata().annotations());
    annotations.put(ApiGroup.TAKEN_ANNOTATION, ApplicationRequests.text(request));
    change(now, annotations, now.spec(), null, 1);
    return "";
  }

  String end(ApplicationId id, String annotation, String value) {
    Application now = Objects.requireNonNull(applications.get(id));
    Map<String, String> annotations = new HashMap<>(now.metadata().annotations());
    if (refuse || !annotations.remove(annotation, value)) {
      return "there is no such annotation";
    }
    change(now, annotations, now.spec(), now.operation(), 0);
    return "";
  }

  private void change(
      Application now,
      Map<String, String> annotations,
      ApplicationSpec spec,
      @Nullable OperationRequest operation,
      long generations) {
    Metadata metadata = now.metadata();
    Application changed =
        new Application(
            "",
            "",
            new Metadata(
                metadata.name(),
                metadata.namespace(),
                metadata.uid(),
                metadata.resourceVersion(),
                metadata.generation() + generations,
                metadata.labels(),
                annotations,
                metadata.finalizers(),
                metadata.deletionTimestamp()),
            spec,
            operation,
            now.status());
    put(changed);
    watch.accept(changed);
  }
}
