package io.freehold.renderworker;

import io.freehold.renderworker.ApiCalls.Reply;
import io.freehold.worker.Lookup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cluster into which Helm believes to install one release. It has the version and the kinds
 * that the request names, none of the objects, and it refuses everything: the CRDs, which then
 * count as installed already, and at last the release, whose record is what we are after.
 *
 * <p>Helm 3.21 asks in this order, and what it is told depends on it: the version (is anybody
 * there); the secrets of former releases; for each CRD file the kinds, then the CRD itself; the
 * version again and the kinds, for {@code .Capabilities}; during rendering the kinds of one group
 * per {@code lookup}, and the object; the kinds once more, to understand the manifests; each object
 * of them, to see that it is not there; at last it stores the release.
 */
final class VirtualCluster {
  private static final Pattern OBJECT =
      Pattern.compile(
          "/(?:api/(v1)|apis/([^/]+/[^/]+))(?:/namespaces/([^/]+))?/([A-Z][^/]*)(?:/([^/]+))?");
  private static final Pattern KINDS = Pattern.compile("/(?:api/(v1)|apis/([^/]+/[^/]+))");
  private static final Pattern SECRETS = Pattern.compile("/api/v1/namespaces/[^/]+/secrets");
  private static final List<String> CRD_VERSIONS =
      List.of("apiextensions.k8s.io/v1", "apiextensions.k8s.io/v1beta1");

  private enum Phase {
    CRDS,
    CAPABILITIES,
    RENDERING,
    OBJECTS
  }

  private final KubeVersion version;
  private final List<String> apiVersions;
  private final KnownKinds kinds;
  private final Lookup lookup;

  // Guarded by this: Helm asks on several connections.
  private final List<byte[]> crds = new ArrayList<>();
  private Phase phase = Phase.CRDS;
  private int versionReads;
  private Optional<byte[]> release = Optional.empty();

  /**
   * A cluster.
   *
   * @param apiVersions all of {@code .Capabilities.APIVersions}
   * @param kinds what manifests and lookups may name
   */
  VirtualCluster(KubeVersion version, List<String> apiVersions, KnownKinds kinds, Lookup lookup) {
    this.version = version;
    this.apiVersions = List.copyOf(apiVersions);
    this.kinds = kinds;
    this.lookup = lookup;
  }

  /** The CRDs that were to be installed, as JSON, in no certain order. */
  synchronized List<byte[]> crds() {
    return List.copyOf(crds);
  }

  /** The body of the request that was to store the release. */
  synchronized Optional<byte[]> release() {
    return release;
  }

  Reply answer(String method, String path, String query, byte[] body) {
    return switch (method) {
      case "GET" -> get(path, query);
      case "POST" -> post(path, body);
      default -> missing();
    };
  }

  private Reply get(String path, String query) {
    // Only discovery sets a time limit, and lists of objects have the same paths.
    boolean discovery = query.contains("timeout=");
    return switch (path) {
      case "/version" -> version();
      case "/api" -> ok(coreVersions());
      case "/apis" -> ok(Discovery.groups(groups()));
      default -> {
        var kindsOf = KINDS.matcher(path);
        if (discovery && kindsOf.matches()) {
          yield ok(resources(kindsOf.group(1) == null ? kindsOf.group(2) : kindsOf.group(1)));
        }
        if (SECRETS.matcher(path).matches()) {
          yield ok("{\"kind\":\"SecretList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[]}");
        }
        yield object(path);
      }
    };
  }

  private synchronized Reply version() {
    versionReads++;
    if (versionReads == 2) {
      phase = Phase.CAPABILITIES;
    }
    return ok(Discovery.version(version));
  }

  /** Each round of discovery starts here. */
  private synchronized String coreVersions() {
    if (phase == Phase.RENDERING) {
      phase = Phase.OBJECTS;
    }
    return Discovery.coreVersions();
  }

  private synchronized Set<String> groups() {
    return switch (phase) {
      case CRDS -> kinds.learnedVersions(CRD_VERSIONS);
      case CAPABILITIES -> Set.of();
      case RENDERING, OBJECTS -> kinds.versions();
    };
  }

  private synchronized String resources(String groupVersion) {
    if (phase == Phase.CAPABILITIES && groupVersion.equals("v1")) {
      // The last request of this round. Helm joins group, version and kind by slashes and forgets
      // which was which, so one group can hold the whole list as its kinds.
      phase = Phase.RENDERING;
      return Discovery.resources("", apiVersions, true);
    }
    // What is sent in the first phase is taken as it is sent.
    return Discovery.resources(groupVersion, kinds.kinds(), phase != Phase.CRDS);
  }

  private Reply object(String path) {
    synchronized (this) {
      if (phase != Phase.RENDERING) {
        return missing();
      }
    }
    var match = OBJECT.matcher(path);
    if (!match.matches()) {
      return missing();
    }
    String groupVersion = match.group(1) == null ? match.group(2) : match.group(1);
    return lookup
        .find(groupVersion, match.group(4), orEmpty(match.group(3)), orEmpty(match.group(5)))
        .map(VirtualCluster::ok)
        .orElseGet(VirtualCluster::missing);
  }

  private synchronized Reply post(String path, byte[] body) {
    if (SECRETS.matcher(path).matches()) {
      release = Optional.of(body);
      return refusal(403, "Forbidden", "nothing is installed here");
    }
    if (phase == Phase.CRDS) {
      crds.add(Arrays.copyOf(body, body.length));
      return refusal(409, "AlreadyExists", "it counts as installed");
    }
    return refusal(403, "Forbidden", "nothing is created here");
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Reply ok(String body) {
    return new Reply(200, body);
  }

  private static Reply missing() {
    return refusal(404, "NotFound", "the server could not find the requested resource");
  }

  private static Reply refusal(int code, String reason, String message) {
    return new Reply(code, Discovery.status(code, reason, message));
  }
}
