package io.freehold.runtime;

import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationSpec;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.Metadata;
import io.freehold.api.Source;
import io.freehold.api.SyncPolicy;
import io.freehold.engine.ApplyResult;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one Application that no Git folder brings: the cluster's folder itself. */
final class RootApplication {
  private static final Logger LOG = LoggerFactory.getLogger(RootApplication.class);

  /** Its name. */
  static final ApplicationId ID =
      new ApplicationId(ApiGroup.SYSTEM_NAMESPACE, ApiGroup.ROOT_APPLICATION);

  private RootApplication() {}

  /** The Application that reads a folder of the registry. */
  static Application of(String path) {
    return new Application(
        ApiGroup.API_VERSION,
        Application.KIND,
        Metadata.named(ID.namespace(), ID.name()),
        ApplicationSpec.of(
            List.of(Source.folder(path)),
            new ApplicationSpec.Destination(ApiGroup.SYSTEM_NAMESPACE),
            new SyncPolicy(
                new SyncPolicy.Automated(true, true, false),
                SyncPolicy.Options.DEFAULT,
                new SyncPolicy.Retry(-1, new SyncPolicy.Backoff("5s", 2, "3m")),
                "",
                List.of())),
        ApplicationStatus.EMPTY);
  }

  /** Makes sure that it exists as it should; returns whether it does. */
  static boolean ensure(Application root, Function<Application, ApplyResult> apply) {
    return switch (apply.apply(root)) {
      case ApplyResult.Applied _ -> true;
      case ApplyResult.Rejected refused -> {
        LOG.warn("Application {} could not be applied: {}", root.id(), refused.message());
        yield false;
      }
    };
  }
}
