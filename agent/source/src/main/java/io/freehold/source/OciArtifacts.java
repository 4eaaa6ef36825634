package io.freehold.source;

import io.freehold.source.SourceException.Code;
import io.freehold.tree.Tree;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Artifacts of OCI registries as sources of desired state, as Flux and Argo CD publish them.
 * Manifests and layers are kept on disk by digest and verified at each read. Thread safe.
 */
public final class OciArtifacts implements AutoCloseable {
  private static final long MOST_CACHED_BYTES = 192L << 20;
  private static final int MOST_CACHED = 2000;
  private static final String TITLE = "org.opencontainers.image.title";

  private final WebClient web;
  private final FetchLimits limits;
  private final OciRegistry registry;
  private final OciReferences references;
  private final CosignSignatures cosign;
  private final DigestCache cache;
  private final UnpackedTrees unpacked = new UnpackedTrees();

  /**
   * Opens the cache; nothing is fetched.
   *
   * @param folder keeps what was fetched; used by nothing else
   * @param credentials asked before each request
   * @param clock tells when tokens of registries end
   */
  public OciArtifacts(Path folder, CredentialStore credentials, FetchLimits limits, Clock clock) {
    this.web = new WebClient(limits.time());
    this.limits = limits;
    this.cache = new DigestCache(folder, MOST_CACHED_BYTES, MOST_CACHED);
    this.registry = new OciRegistry(web, credentials, limits, cache, clock);
    this.references = new OciReferences(registry);
    this.cosign = new CosignSignatures(registry);
  }

  /**
   * The digest of the manifest that a revision is at.
   *
   * @param url {@code oci://host/path}
   * @param revision tag, version range over tags, or digest; {@code latest} when empty
   * @throws SourceException when there is none or the registry does not answer
   */
  public String lookUp(String url, String revision) {
    return find(OciUrl.parse(url), revision).manifest().digest().toString();
  }

  /**
   * Fetches an artifact.
   *
   * @param url as in {@link #lookUp}
   * @param revision as in {@link #lookUp}
   * @throws SourceException when there is none, it is not of the expected form, larger than allowed
   *     or not what its digest says
   */
  public OciArtifact fetch(String url, String revision, LayerChoice choice) {
    OciUrl repository = OciUrl.parse(url);
    var found = find(repository, revision);
    String digest = found.manifest().digest().toString();
    return new OciArtifact(found.tag(), digest, tree(repository, found.manifest(), choice));
  }

  /**
   * As {@link #fetch}, of an artifact that one of some keys signed with cosign.
   *
   * @throws SourceException also with code {@code SIGNATURE}; then nothing of it was unpacked
   */
  public OciArtifact fetchSigned(String url, String revision, LayerChoice choice, CosignKeys keys) {
    OciUrl repository = OciUrl.parse(url);
    var found = find(repository, revision);
    cosign.require(repository, found.manifest().digest(), keys);
    return new OciArtifact(
        found.tag(),
        found.manifest().digest().toString(),
        tree(repository, found.manifest(), choice));
  }

  private OciReferences.Found find(OciUrl url, String revision) {
    return references.find(url, revision.isBlank() ? "latest" : revision.strip());
  }

  private Tree tree(OciUrl url, OciManifest manifest, LayerChoice choice) {
    String what = url + "@" + manifest.digest();
    OciManifest.Layer layer =
        manifest.layers().stream()
            .filter(
                each -> choice.mediaType().isEmpty() || each.mediaType().equals(choice.mediaType()))
            .findFirst()
            .orElseThrow(() ->
                new SourceException(
                    Code.FORMAT,
                    "%s has no layer%s; check the layer's media type"
                        .formatted(
                            what,
                            choice.mediaType().isEmpty()
                                ? ""
                                : " of the type " + choice.mediaType())));
    String key = "%s %s %s".formatted(manifest.digest(), layer.digest(), choice);
    Optional<Tree> known = unpacked.find(key);
    if (known.isPresent()) {
      // What is in use is not the one to go when there is no room.
      cache.has(layer.digest());
      return known.get();
    }
    return unpacked.put(key, unpacked(url, layer, choice, what));
  }

  private Tree unpacked(OciUrl url, OciManifest.Layer layer, LayerChoice choice, String what) {
    return switch (choice.operation()) {
      case COPY -> new MemoryTree.Builder().file(title(layer), registry.blob(url, layer)).build();
      case EXTRACT -> {
        // The type is checked before anything is fetched; a named type was chosen by a person.
        if (choice.mediaType().isEmpty() && !layer.mediaType().matches(".*[.+]tar(\\+gzip)?")) {
          throw new SourceException(
              Code.FORMAT,
              "the first layer of %s has the type %s, which is no tar archive; choose another layer or copy it"
                  .formatted(what, layer.mediaType()));
        }
        yield Archives.unpack(registry.blob(url, layer), 0, what, limits);
      }
    };
  }

  private static String title(OciManifest.Layer layer) {
    String title = layer.annotations().getOrDefault(TITLE, "");
    return title.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,254}") ? title : layer.digest().hex();
  }

  /** Ends all requests. */
  @Override
  public void close() {
    web.close();
  }
}
