package io.freehold.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.FieldValidation;
import io.freehold.api.ObjectRef;
import io.freehold.api.Project;
import io.freehold.api.Propagation;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Manifest;
import io.freehold.kube.ResourceWatch.Target;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * A real cluster behind the engine's port, and the few calls by which the agent keeps its own
 * kinds. Managed objects are written in the name of the applier when there is one, everything else
 * in the agent's own. Thread safe.
 */
public final class KubeCluster implements ClusterPort, AutoCloseable {
  /** Field manager of what the agent writes for itself, as its root Application. */
  public static final String AGENT_MANAGER = "freehold-agent";

  /** Field manager of the status of Applications. */
  public static final String STATUS_MANAGER = "freehold-status";

  private static final String FINALIZER_MANAGER = "freehold-finalizer";

  private static final ResourceKind APPLICATIONS =
      new ResourceKind(ApiGroup.API_VERSION, Application.KIND, Application.PLURAL, true);
  private static final ResourceKind PROJECTS =
      new ResourceKind(ApiGroup.API_VERSION, Project.KIND, Project.PLURAL, true);
  private static final ResourceKind DEFINITIONS =
      new ResourceKind(
          "apiextensions.k8s.io/v1",
          "CustomResourceDefinition",
          "customresourcedefinitions",
          false);
  private static final ResourceKind NAMESPACES =
      new ResourceKind("v1", "Namespace", "namespaces", false);

  private final ApiServer server;
  private final Discovery discovery;
  private final Watches watches;
  private final Actor applier;
  private final ObjectClient managed;
  private final ObjectClient own;
  private final ClusterReader reader;

  private KubeCluster(Credentials credentials, Actor applier) {
    this.server = new ApiServer(credentials);
    this.discovery = new Discovery(server, System::nanoTime);
    this.watches = new Watches(server, () -> ThreadLocalRandom.current().nextLong());
    this.applier = applier;
    this.managed = new ObjectClient(server, applier);
    this.own = new ObjectClient(server, new Actor.Agent());
    this.reader = new ClusterReader(server, discovery, applier);
    // New, changed and removed kinds: ask again, and let watches of kinds that were missing try
    // again.
    watches.open(new Target(DEFINITIONS, "", true), new DefinitionSink(discovery, watches));
  }

  /** Shares everything but the name in which managed objects are written. */
  private KubeCluster(KubeCluster same, Actor applier) {
    this.server = same.server;
    this.discovery = same.discovery;
    this.watches = same.watches;
    this.managed = new ObjectClient(server, applier);
    this.own = same.own;
    this.reader = same.reader;
    this.applier = applier;
  }

  @Override
  public ClusterPort as(String user) {
    return new KubeCluster(this, new Actor.Applier(user));
  }

  /** A cluster to which everything is written with the rights of the credentials. */
  public static KubeCluster connect(Credentials credentials) {
    return new KubeCluster(credentials, new Actor.Agent());
  }

  /**
   * A cluster whose managed objects are written with the rights of another user.
   *
   * @param applier user to impersonate, as {@code
   *     system:serviceaccount:freehold-system:freehold-applier}
   * @throws IllegalArgumentException when it is blank
   */
  public static KubeCluster connect(Credentials credentials, String applier) {
    return new KubeCluster(credentials, new Actor.Applier(applier));
  }

  @Override
  public Optional<ResourceKind> kind(String apiVersion, String kind) {
    return discovery.find(apiVersion, kind);
  }

  @Override
  public ApplyResult apply(Manifest manifest, FieldValidation validation) {
    return ofItsKind(
        manifest,
        kind ->
            managed.applyValidated(
                kind, manifest.ref(), manifest.content(), ApiGroup.FIELD_MANAGER, validation));
  }

  @Override
  public ApplyResult replace(Manifest manifest, LiveObject live) {
    return ofItsKind(manifest, kind -> new Takeover(managed, kind).replace(manifest, live));
  }

  @Override
  public ApplyResult takeOver(Manifest manifest, LiveObject live) {
    return Takeover.isDue(live.content())
        ? ofItsKind(manifest, kind -> new Takeover(managed, kind).takeOver(manifest, live))
        : new ApplyResult.Applied(live, false);
  }

  @Override
  public ApplyResult preview(Manifest manifest) {
    return ofItsKind(
        manifest,
        kind -> managed.preview(kind, manifest.ref(), manifest.content(), ApiGroup.FIELD_MANAGER));
  }

  @Override
  public ApplyResult applyRemovingCollisions(Manifest manifest, LiveObject live) {
    return ofItsKind(manifest, kind -> new CollisionRepair(managed, kind).apply(manifest, live));
  }

  private ApplyResult ofItsKind(Manifest manifest, Function<ResourceKind, ApplyResult> work) {
    Optional<ResourceKind> kind;
    try {
      kind = discovery.find(manifest.apiVersion(), manifest.ref().kind());
    } catch (ClusterUnreachableException e) {
      return Rejections.unreachable(e);
    }
    return kind.map(work).orElseGet(() -> Rejections.unknownKind(manifest));
  }

  @Override
  public Optional<LiveObject> get(String apiVersion, ObjectRef ref) {
    return discovery.find(apiVersion, ref.kind()).flatMap(kind -> managed.get(kind, ref));
  }

  @Override
  public boolean delete(String apiVersion, ObjectRef ref, String uid, Propagation propagation) {
    Optional<ResourceKind> kind = discovery.find(apiVersion, ref.kind());
    return kind.isPresent() && managed.delete(kind.get(), ref, uid, propagation);
  }

  @Override
  public boolean release(String apiVersion, ObjectRef ref, String finalizer) {
    return discovery
        .find(apiVersion, ref.kind())
        .map(kind -> new Finalizers(managed, kind).remove(ref, finalizer))
        .orElse(true);
  }

  @Override
  public List<ResourceKind> labelledKinds() {
    return new Inventory(server).labelled(discovery.watchable());
  }

  @Override
  public void watch(ResourceKind kind, WatchListener listener) {
    watches.open(
        new Target(kind, ApiGroup.TRACKING_LABEL, false), new ListenerSink(kind, listener));
  }

  @Override
  public Watch watchOne(String apiVersion, ObjectRef ref, WatchListener listener) {
    return watches.one(() -> discovery.find(apiVersion, ref.kind()), ref, listener);
  }

  /** Every kind, in the version that the API server prefers, that can be listed and watched. */
  public List<ResourceKind> watchable() {
    return discovery.watchable();
  }

  /** Watches all objects of a kind, whoever they belong to; opening it twice is one watch. */
  public void watchAll(ResourceKind kind, WatchListener listener) {
    watches.open(new Target(kind, "", false), new ListenerSink(kind, listener));
  }

  /** Requests to managed objects. */
  public ObjectRequests objectRequests() {
    return new ObjectRequests(server, applier);
  }

  /**
   * Requests like {@link #objectRequests()}, with the rights of another user.
   *
   * @throws IllegalArgumentException when it is blank
   */
  public ObjectRequests objectRequests(String user) {
    return new ObjectRequests(server, new Actor.Applier(user));
  }

  /**
   * Sets how often everything that is watched is listed again, in case an event was missed; half an
   * hour unless told. Counts for what is watched from now on.
   */
  public void auditEvery(Duration pause) {
    watches.auditEvery(pause);
  }

  /** Watches all Applications, in all namespaces; opening it twice is one watch. */
  public void watchApplications(ApplicationListener listener) {
    watches.open(new Target(APPLICATIONS, "", false), new ApplicationSink(listener));
  }

  /** Watches all Projects, in all namespaces; opening it twice is one watch. */
  public void watchProjects(ProjectListener listener) {
    watches.open(new Target(PROJECTS, "", false), new ProjectSink(listener));
  }

  /** Creates or updates an Application (never its status) in the agent's own name. */
  public ApplyResult applyApplication(Application application) {
    ObjectNode content = identified(application.id());
    if (!application.metadata().labels().isEmpty()) {
      ((ObjectNode) content.path("metadata"))
          .set("labels", Json.MAPPER.valueToTree(application.metadata().labels()));
    }
    content.set("spec", Json.MAPPER.valueToTree(application.spec()));
    return own.apply(APPLICATIONS, ref(application.id()), content, AGENT_MANAGER, "");
  }

  /** Replaces the status of an existing Application; refused with 404 when there is none. */
  public Optional<ApplyResult.Rejected> applyStatus(ApplicationId id, ApplicationStatus status) {
    ObjectNode content = identified(id);
    content.set("status", Json.MAPPER.valueToTree(status));
    return own.applyStatus(APPLICATIONS, ref(id), content, STATUS_MANAGER);
  }

  /**
   * Puts a finalizer on an Application that did not come from Git; those that did have it already.
   * Applied under a manager of its own, so that whoever made the Application keeps all of it.
   */
  public ApplyResult addFinalizer(ApplicationId id, String finalizer) {
    ObjectNode content = identified(id);
    ((ObjectNode) content.path("metadata")).putArray("finalizers").add(finalizer);
    return managed.apply(APPLICATIONS, ref(id), content, FINALIZER_MANAGER, "");
  }

  /**
   * Takes an annotation with exactly this value off an Application, in the agent's own name. The
   * API server decides, so that of several takers one gets it, and none gets it twice.
   *
   * @return whether it was there and is gone now
   */
  public boolean takeAnnotation(ApplicationId id, String name, String value) {
    String path = "/metadata/annotations/" + name.replace("~", "~0").replace("/", "~1");
    ArrayNode patch = Json.MAPPER.createArrayNode();
    patch.addObject().put("op", "test").put("path", path).put("value", value);
    patch.addObject().put("op", "remove").put("path", path);
    return own.patch(APPLICATIONS, ref(id), patch, AGENT_MANAGER, identified(id))
        instanceof ApplyResult.Applied;
  }

  /** The requests that people write into Applications. */
  public ApplicationRequests requests() {
    return new ApplicationRequests(managed, APPLICATIONS);
  }

  /** Reads objects with the rights of those who write them. */
  public ClusterReader reader() {
    return reader;
  }

  /** The Lease by which agents agree on who leads. */
  public Leases leases(String namespace, String name) {
    return new Leases(server, namespace, name, Clock.systemUTC());
  }

  /**
   * Takes a finalizer off an Application that is being deleted, with the rights that its objects
   * are deleted with.
   *
   * @return whether it is gone now, as it is when the Application is
   * @throws ClusterUnreachableException when that cannot be told
   */
  public boolean removeFinalizer(ApplicationId id, String finalizer) {
    return new Finalizers(managed, APPLICATIONS).remove(ref(id), finalizer);
  }

  /**
   * The Secrets of a namespace that have a label, whatever its value.
   *
   * @throws ClusterUnreachableException when the API server does not answer or refuses
   */
  public List<JsonNode> secrets(String namespace, String label) {
    String path =
        "/api/v1/namespaces/%s/secrets?labelSelector=%s"
            .formatted(namespace, URLEncoder.encode(label, StandardCharsets.UTF_8));
    Answer answer = server.read(path, ApiServer.JSON);
    if (!answer.ok()) {
      throw new ClusterUnreachableException(
          "the Secrets of namespace " + namespace + " cannot be listed: " + answer.failure());
    }
    List<JsonNode> secrets = new ArrayList<>();
    answer.json().path("items").forEach(secrets::add);
    return secrets;
  }

  /**
   * Version of the API server, as {@code v1.36.3}.
   *
   * @throws ClusterUnreachableException when it does not answer
   */
  public String version() {
    Answer answer = server.read("/version", ApiServer.JSON);
    if (!answer.ok()) {
      throw new ClusterUnreachableException("no version of the API server: " + answer.failure());
    }
    return answer.json().path("gitVersion").asText("");
  }

  /**
   * Every group version that is served, as {@code apps/v1}, and every kind, as {@code
   * apps/v1/Deployment}; sorted.
   *
   * @throws ClusterUnreachableException when that cannot be told
   */
  public List<String> served() {
    return discovery.served();
  }

  /**
   * UID of the namespace kube-system, which identifies the cluster.
   *
   * @throws ClusterUnreachableException when it cannot be read
   */
  public String uid() {
    return own.get(NAMESPACES, new ObjectRef("", "Namespace", "", "kube-system"))
        .map(LiveObject::uid)
        .orElseThrow(() -> new ClusterUnreachableException("there is no namespace kube-system"));
  }

  /** Ends all watches and requests. */
  @Override
  public void close() {
    watches.close();
    server.close();
  }

  private static ObjectRef ref(ApplicationId id) {
    return new ObjectRef(ApiGroup.GROUP, Application.KIND, id.namespace(), id.name());
  }

  private static ObjectNode identified(ApplicationId id) {
    ObjectNode content =
        Json.MAPPER
            .createObjectNode()
            .put("apiVersion", ApiGroup.API_VERSION)
            .put("kind", Application.KIND);
    content.putObject("metadata").put("namespace", id.namespace()).put("name", id.name());
    return content;
  }
}
