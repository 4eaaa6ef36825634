package io.freehold.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.Cluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A cluster, reached with the operator's own kubeconfig. Thread safe. */
public final class ClusterAccess implements AutoCloseable {
  /**
   * Field manager of what bootstrap itself owns, the Secrets: the agent's own manager never touches
   * them.
   */
  private static final String SECRETS_MANAGER = "freehold-bootstrap";

  private static final ObjectMapper JSON = new ObjectMapper();

  static final ResourceDefinitionContext APPLICATIONS =
      new ResourceDefinitionContext.Builder()
          .withGroup(ApiGroup.GROUP)
          .withVersion(ApiGroup.VERSION)
          .withKind(Application.KIND)
          .withPlural(Application.PLURAL)
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;

  private ClusterAccess(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Reads a kubeconfig; nothing is sent yet.
   *
   * @param context name of a context, empty for the current one
   */
  public static ClusterAccess of(Path kubeconfig, String context) {
    if (!Files.isReadable(kubeconfig)) {
      throw new CliException(ExitCode.USAGE, "cannot read the kubeconfig " + kubeconfig);
    }
    try {
      Config config =
          Config.fromKubeconfig(context.isEmpty() ? null : context, kubeconfig.toFile());
      config.setRequestRetryBackoffLimit(1);
      return new ClusterAccess(new KubernetesClientBuilder().withConfig(config).build());
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw new CliException(
          ExitCode.USAGE, kubeconfig + " is not a kubeconfig: " + e.getMessage(), e);
    }
  }

  /**
   * Version of the API server, as {@code v1.36.3}.
   *
   * @throws CliException when it does not answer
   */
  public String version() {
    try {
      return client.getKubernetesVersion().getGitVersion();
    } catch (KubernetesClientException e) {
      throw failed("reach the API server at " + client.getMasterUrl(), e);
    }
  }

  /** URL of the API server. */
  public String server() {
    return client.getMasterUrl().toString();
  }

  /** Whether the operator may do something to every object of a kind. */
  boolean may(String verb, String group, String resource) {
    SelfSubjectAccessReview review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withVerb(verb)
            .withGroup(group)
            .withResource(resource)
            .endResourceAttributes()
            .endSpec()
            .build();
    try {
      return client.resource(review).create().getStatus().getAllowed();
    } catch (KubernetesClientException e) {
      throw failed("ask for the operator's rights", e);
    }
  }

  /** The data of a Secret, empty when there is none. */
  public Optional<Map<String, byte[]>> secret(String namespace, String name) {
    try {
      Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
      if (secret == null) {
        return Optional.empty();
      }
      Map<String, byte[]> data = new TreeMap<>();
      if (secret.getData() != null) {
        secret.getData().forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
      }
      return Optional.of(data);
    } catch (KubernetesClientException e) {
      throw failed("read the Secret " + namespace + "/" + name, e);
    }
  }

  /** Creates or replaces the data of a Secret. */
  public void putSecret(String namespace, String name, Map<String, byte[]> data) {
    Map<String, String> encoded = new TreeMap<>();
    data.forEach((key, value) -> encoded.put(key, Base64.getEncoder().encodeToString(value)));
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .withType("Opaque")
            .withData(encoded)
            .build();
    try {
      client.resource(secret).fieldManager(SECRETS_MANAGER).forceConflicts().serverSideApply();
    } catch (KubernetesClientException e) {
      throw failed("write the Secret " + namespace + "/" + name, e);
    }
  }

  /**
   * Server-side apply with the agent's own field manager, so that the agent takes over exactly what
   * was installed.
   */
  public void apply(HasMetadata object) {
    try {
      client
          .resource(object)
          .fieldManager(ApiGroup.FIELD_MANAGER)
          .forceConflicts()
          .serverSideApply();
    } catch (KubernetesClientException e) {
      throw failed("apply " + object.getKind() + " " + object.getMetadata().getName(), e);
    }
  }

  /** An Application, empty when there is none. */
  public Optional<Application> application(String namespace, String name) {
    return get("/apis/%s/namespaces/%s/applications/%s"
            .formatted(ApiGroup.API_VERSION, namespace, name))
        .map(ClusterAccess::application);
  }

  /** An Application of argoproj.io as a reader sees it, empty when there is none. */
  Optional<Application> argoApplication(String namespace, String name) {
    return get("/apis/%s/namespaces/%s/applications/%s"
            .formatted(ArgoView.API_VERSION, namespace, name))
        .map(ArgoView::of);
  }

  /** What the status of an Application of argoproj.io lists. */
  List<JsonNode> argoResources(String namespace, String name) {
    return get("/apis/%s/namespaces/%s/applications/%s"
            .formatted(ArgoView.API_VERSION, namespace, name))
        .map(argo -> argo.at("/status/resources").valueStream().toList())
        .orElse(List.of());
  }

  /** All Applications of the cluster. */
  public List<Application> applications() {
    List<Application> applications = new ArrayList<>();
    get("/apis/" + ApiGroup.API_VERSION + "/applications")
        .ifPresent(list -> list.path("items").forEach(item -> applications.add(application(item))));
    return List.copyOf(applications);
  }

  /** All Applications of argoproj.io; none where that kind is not served. */
  List<Application> argoApplications() {
    List<Application> applications = new ArrayList<>();
    get("/apis/" + ArgoView.API_VERSION + "/applications")
        .ifPresent(list -> list.path("items").forEach(item -> applications.add(ArgoView.of(item))));
    return List.copyOf(applications);
  }

  /** What the cluster says it is: its own Cluster object, once the agent has applied it. */
  public List<Cluster> clusters() {
    List<Cluster> clusters = new ArrayList<>();
    get("/apis/" + ApiGroup.API_VERSION + "/clusters")
        .ifPresent(list ->
            list.path("items")
                .forEach(item -> clusters.add(JSON.convertValue(item, Cluster.class))));
    return List.copyOf(clusters);
  }

  /** The client, for watches. */
  KubernetesClient client() {
    return client;
  }

  static Application application(GenericKubernetesResource resource) {
    JsonNode node = JSON.valueToTree(resource);
    return node.path("apiVersion").asText().startsWith(ArgoView.GROUP + "/")
        ? ArgoView.of(node)
        : application(node);
  }

  private static Application application(JsonNode node) {
    return JSON.convertValue(node, Application.class);
  }

  private Optional<JsonNode> get(String path) {
    try {
      String answer = client.raw(path);
      return answer == null ? Optional.empty() : Optional.of(JSON.readTree(answer));
    } catch (KubernetesClientException e) {
      throw failed("read " + path, e);
    } catch (JsonProcessingException e) {
      throw new CliException(ExitCode.CLUSTER, "the API server did not answer with JSON", e);
    }
  }

  static CliException failed(String what, KubernetesClientException e) {
    String reason =
        e.getStatus() != null && e.getStatus().getMessage() != null
            ? e.getStatus().getMessage()
            : GitErrors.explain(e);
    return new CliException(ExitCode.CLUSTER, "cannot " + what + ": " + reason, e);
  }

  /** Text of one key of a Secret, empty when the key is absent. */
  static String text(Map<String, byte[]> data, String key) {
    return new String(data.getOrDefault(key, new byte[0]), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
  }
}
