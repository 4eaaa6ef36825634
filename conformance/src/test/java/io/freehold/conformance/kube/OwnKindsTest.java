package io.freehold.conformance.kube;

import static io.freehold.conformance.kube.Objects.applied;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationSpec;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.DirectoryOptions;
import io.freehold.api.HealthState;
import io.freehold.api.Metadata;
import io.freehold.api.OperationRequest;
import io.freehold.api.Source;
import io.freehold.api.SyncPolicy;
import io.freehold.api.SyncState;
import io.freehold.api.TakenOperation;
import io.freehold.kube.ApplicationListener;
import io.freehold.kube.ApplicationRequests;
import io.freehold.kube.Credentials;
import io.freehold.kube.KubeCluster;
import io.freehold.testkit.Eventually;
import io.freehold.testkit.SharedCluster;
import io.freehold.testkit.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The committed definitions and the agent's own kinds on a real API server. */
@ExtendWith(SharedCluster.class)
class OwnKindsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Path DEFINITIONS =
      Path.of("..", "registry-template", "cluster", "freehold", "crds.yaml");

  private final TestCluster cluster;
  private final KubeCluster kube;

  OwnKindsTest(TestCluster cluster) {
    this.cluster = cluster;
    this.kube = KubeCluster.connect(Credentials.of(cluster.kubeconfig()));
  }

  @BeforeEach
  void install() throws IOException {
    cluster.apply(Files.readString(DEFINITIONS));
    cluster.kubectl(
        "wait", "--for=condition=Established", "crd/applications.freehold.io", "--timeout=30s");
  }

  @AfterEach
  void close() {
    kube.close();
  }

  @Test
  void writesAnApplicationAndItsStatusForPeopleToSee() {
    Application application = application("shown", "apps/shown");
    Eventually.within(LIMIT, () -> applied(kube.applyApplication(application)));

    assertThat(kube.applyStatus(application.id(), status("0123abc"))).isEmpty();

    assertThat(cluster.kubectl("get", "applications.freehold.io", "-A").lines())
        .anySatisfy(line ->
            assertThat(line.split(" +"))
                .containsSubsequence("NAMESPACE", "NAME", "SYNC", "HEALTH", "REVISION", "AGE"))
        .anySatisfy(line ->
            assertThat(line.split(" +"))
                .containsSubsequence(cluster.namespace(), "shown", "Synced", "Healthy", "0123abc"));
    assertThat(cluster.kubectl("get", "fhapp", "shown", "-o", "jsonpath={.spec.sources[0].path}"))
        .isEqualTo("apps/shown");
  }

  @Test
  void refusesTheStatusOfAnApplicationThatDoesNotExist() {
    assertThat(kube.applyStatus(id("absent"), ApplicationStatus.EMPTY))
        .hasValueSatisfying(refused -> assertThat(refused.code()).isEqualTo(404));
  }

  @Test
  void tellsOfApplicationsInAllNamespaces() {
    Map<ApplicationId, Application> known = new ConcurrentHashMap<>();
    Eventually.within(LIMIT, () -> applied(kube.applyApplication(application("one", "a"))));
    kube.watchApplications(new Known(known));
    Eventually.within(LIMIT, () -> assertThat(known).containsKey(id("one")));

    applied(kube.applyApplication(application("two", "b")));
    assertThat(kube.applyStatus(id("two"), status("77"))).isEmpty();
    Eventually.within(
        LIMIT, () -> assertThat(known.get(id("two")).status().revision()).isEqualTo("77"));
    assertThat(known.get(id("two")).spec().sources().getFirst().path()).isEqualTo("b");
    assertThat(known.get(id("two")).spec().sync().automated().prune()).isTrue();

    cluster.kubectl("delete", "fhapp", "one");
    Eventually.within(LIMIT, () -> assertThat(known).doesNotContainKey(id("one")));
  }

  @Test
  void takesAFinalizerOffAnApplicationThatIsBeingDeleted() {
    Eventually.within(LIMIT, () -> applied(kube.applyApplication(application("held", "a"))));
    cluster.kubectl(
        "patch",
        "fhapp",
        "held",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":[\"example.com/a\",\"freehold.io/prune\"]}}");
    cluster.kubectl("delete", "fhapp", "held", "--wait=false");

    assertThat(kube.removeFinalizer(id("held"), "freehold.io/prune")).isTrue();

    assertThat(cluster.kubectl("get", "fhapp", "held", "-o", "jsonpath={.metadata.finalizers}"))
        .isEqualTo("[\"example.com/a\"]");
    assertThat(kube.removeFinalizer(id("held"), "example.com/a")).isTrue();
    assertThat(kube.removeFinalizer(id("held"), "example.com/a")).as("gone").isTrue();
  }

  @Test
  void takesARequestOnce() {
    Eventually.within(LIMIT, () -> applied(kube.applyApplication(application("asked", "a"))));
    Map<ApplicationId, Application> known = new ConcurrentHashMap<>();
    kube.watchApplications(new Known(known));
    cluster.kubectl(
        "patch",
        "fhapp",
        "asked",
        "--type=merge",
        "-p",
        "{\"operation\":{\"dryRun\":true,\"revision\":\"v1\",\"resources\":[{\"kind\":\"Secret\",\"name\":\"s\"}]}}");
    Eventually.within(LIMIT, () -> assertThat(known.get(id("asked")).operation()).isNotNull());
    Application asked = known.get(id("asked"));
    OperationRequest request = requireNonNull(asked.operation());
    TakenOperation taken = new TakenOperation("1", request);

    assertThat(kube.requests().take(asked, taken)).isEmpty();
    assertThat(kube.requests().take(asked, taken)).as("a second time").isPresent();

    Eventually.within(LIMIT, () -> assertThat(known.get(id("asked")).operation()).isNull());
    String annotation =
        known.get(id("asked")).metadata().annotations().get(ApiGroup.TAKEN_ANNOTATION);
    assertThat(ApplicationRequests.read(annotation)).contains(taken);
    assertThat(request.dryRun()).isTrue();
    assertThat(request.resources())
        .containsExactly(new OperationRequest.Selection("", "Secret", "", "s"));
    assertThat(kube.requests().takeAnnotation(id("asked"), ApiGroup.TAKEN_ANNOTATION, annotation))
        .isEmpty();
    assertThat(kube.requests().takeAnnotation(id("asked"), ApiGroup.TAKEN_ANNOTATION, annotation))
        .as("a second time")
        .isPresent();
  }

  @Test
  void refusesARequestThatMakesNoSense() {
    Eventually.within(LIMIT, () -> applied(kube.applyApplication(application("odd", "a"))));

    assertThatThrownBy(() ->
            cluster.kubectl(
                "patch",
                "fhapp",
                "odd",
                "--type=merge",
                "-p",
                "{\"operation\":{\"resources\":[{\"kind\":\"Secret\"}],\"dryRun\":\"maybe\"}}"))
        .hasMessageContaining("operation.resources[0].name")
        .hasMessageContaining("operation.dryRun");
  }

  private ApplicationId id(String name) {
    return new ApplicationId(cluster.namespace(), name);
  }

  private Application application(String name, String path) {
    ApplicationSpec spec =
        ApplicationSpec.of(
            List.of(Source.folder(path).with(DirectoryOptions.recursive(true))),
            new ApplicationSpec.Destination(""),
            new SyncPolicy(
                new SyncPolicy.Automated(true, true, false),
                SyncPolicy.Options.DEFAULT,
                new SyncPolicy.Retry(-1, new SyncPolicy.Backoff("5s", 2, "3m")),
                "",
                List.of()));
    return new Application(
        "freehold.io/v1",
        Application.KIND,
        Metadata.named(cluster.namespace(), name),
        spec,
        ApplicationStatus.EMPTY);
  }

  private static ApplicationStatus status(String revision) {
    ApplicationStatus empty = ApplicationStatus.EMPTY;
    return new ApplicationStatus(
        1,
        revision,
        "",
        SyncState.SYNCED,
        new ApplicationStatus.Health(HealthState.HEALTHY, ""),
        empty.operation(),
        empty.history(),
        empty.conditions(),
        empty.summary());
  }

  private record Known(Map<ApplicationId, Application> applications)
      implements ApplicationListener {
    @Override
    public void changed(Application application) {
      applications.put(application.id(), application);
    }

    @Override
    public void gone(ApplicationId id) {
      applications.remove(id);
    }

    @Override
    public void unreadable(Application known, String problem) {
      throw new AssertionError(known.id() + ": " + problem);
    }

    @Override
    public void listing() {}

    @Override
    public void listed() {}
  }
}
