package io.freehold.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.freehold.api.ApplicationId;
import io.freehold.api.RenderTool;
import io.freehold.api.Source;
import io.freehold.render.ClusterFacts;
import io.freehold.render.ClusterUse;
import io.freehold.render.Rendered;
import io.freehold.render.RenderedObject;
import io.freehold.source.Digest;
import io.freehold.source.DiskFolder;
import io.freehold.tree.TreeReads;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders on disk, so that a restart need not make them again. One is taken for as long as every
 * lookup in its sources has the same answer; its digest is checked when it is read. What has seen a
 * secret is never written: renders that decrypt, read objects of the cluster, come from a plugin,
 * or hold a Secret. Thread safe.
 */
final class RenderStore {
  private static final Logger LOG = LoggerFactory.getLogger(RenderStore.class);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  private static final long MOST_BYTES = 64L << 20;
  private static final int MOST = 5000;
  private static final long LARGEST = 4L << 20;

  private final @Nullable DiskFolder folder;
  private final String version;

  private RenderStore(@Nullable DiskFolder folder, String version) {
    this.folder = folder;
    this.version = version;
  }

  /**
   * A store in a folder.
   *
   * @param version of the agent: another one may render otherwise
   */
  static RenderStore in(Path folder, String version) {
    return new RenderStore(new DiskFolder(folder, MOST_BYTES, MOST), version);
  }

  /** One that keeps nothing. */
  static RenderStore none() {
    return new RenderStore(null, "");
  }

  /** What stands in front of the objects of a render. */
  private record Head(
      String facts,
      String digest,
      long bytes,
      boolean usesFacts,
      List<String> warnings,
      List<Map<String, Map<String, String>>> reads,
      List<Origin> origins) {}

  private record Origin(String file, int line) {}

  /** A render of before that still counts. */
  Optional<Rendered> find(
      ApplicationId application, Settings settings, Fetched fetched, ClusterFacts facts) {
    if (folder == null || !mayKeep(settings)) {
      return Optional.empty();
    }
    String name = name(application, settings);
    Optional<byte[]> content = folder.get(name);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      return read(new String(content.get(), StandardCharsets.UTF_8), facts)
          .filter(rendered -> holds(rendered, fetched));
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The render of {} on disk cannot be used and is made anew: {}",
          application,
          e.getMessage());
      folder.remove(name);
      return Optional.empty();
    }
  }

  /** Keeps a render, unless it has seen what must not be on disk. */
  void put(
      ApplicationId application,
      Settings settings,
      Rendered rendered,
      ClusterFacts facts,
      boolean hasRemotes) {
    if (folder == null || !mayKeep(settings)) {
      return;
    }
    boolean isPure = !hasRemotes && !rendered.cluster().lookups();
    if (!isPure
        || rendered.bytes() > LARGEST
        || rendered.objects().stream().anyMatch(RenderStore::isSecret)) {
      folder.remove(name(application, settings));
      return;
    }
    try {
      folder.put(
          name(application, settings), text(rendered, facts).getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      LOG.warn("The render of {} is not kept for a restart: {}", application, e.getMessage());
    }
  }

  private static boolean mayKeep(Settings settings) {
    return !settings.readsCluster() && settings.sources().stream().noneMatch(RenderStore::isPlugin);
  }

  private static boolean isPlugin(Source source) {
    return source.tool() == RenderTool.PLUGIN || !source.pluginOptions().name().isEmpty();
  }

  private static boolean isSecret(RenderedObject object) {
    return object.kind().equals("Secret");
  }

  private static boolean holds(Rendered rendered, Fetched fetched) {
    var snapshots = fetched.snapshots();
    if (rendered.reads().size() != snapshots.size()) {
      return false;
    }
    for (int i = 0; i < snapshots.size(); i++) {
      if (!rendered.reads().get(i).holdIn(snapshots.get(i).tree())) {
        return false;
      }
    }
    return true;
  }

  private String name(ApplicationId application, Settings settings) {
    try {
      var inputs =
          List.of(
              version,
              application.toString(),
              settings.namespace(),
              settings.sources(),
              settings.substitution(),
              settings.rules().spec().lookups());
      return Digest.of(JSON.writeValueAsBytes(inputs)).hex();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings that were read from JSON", e);
    }
  }

  private static String text(Rendered rendered, ClusterFacts facts) throws JsonProcessingException {
    var head =
        new Head(
            digest(facts),
            rendered.digest(),
            rendered.bytes(),
            rendered.cluster().facts(),
            rendered.warnings(),
            rendered.reads().stream().map(TreeReads::parts).toList(),
            rendered.objects().stream()
                .map(object -> new Origin(object.file(), object.line()))
                .toList());
    var text = new StringBuilder(JSON.writeValueAsString(head)).append('\n');
    for (RenderedObject object : rendered.objects()) {
      text.append(new String(object.json(), StandardCharsets.UTF_8)).append('\n');
    }
    return digest(text.toString()) + "\n" + text;
  }

  private static Optional<Rendered> read(String text, ClusterFacts facts) throws IOException {
    int end = text.indexOf('\n');
    String body = text.substring(end + 1);
    if (end < 0 || !digest(body).equals(text.substring(0, end))) {
      throw new IOException("it was changed on disk");
    }
    Iterator<String> lines = body.lines().iterator();
    Head head = JSON.readValue(lines.next(), Head.class);
    if (head.usesFacts() && !head.facts().equals(digest(facts))) {
      return Optional.empty();
    }
    var objects = new ArrayList<RenderedObject>();
    for (Origin origin : head.origins()) {
      byte[] content = lines.next().getBytes(StandardCharsets.UTF_8);
      var root = (MapValue) Json.parse(origin.file(), content, Schema.KUBERNETES).root();
      objects.add(new RenderedObject(root, origin.file(), origin.line()));
    }
    return Optional.of(
        new Rendered(
            objects,
            head.digest(),
            head.bytes(),
            head.warnings(),
            head.reads().stream().map(TreeReads::of).toList(),
            new ClusterUse(head.usesFacts(), false)));
  }

  private static String digest(ClusterFacts facts) {
    return digest(facts.version() + "\n" + String.join("\n", facts.apiVersions()));
  }

  private static String digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
