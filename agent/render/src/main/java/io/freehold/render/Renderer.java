package io.freehold.render;

import io.freehold.api.ObjectRef;
import io.freehold.render.RenderException.Code;
import io.freehold.sops.DecryptingTree;
import io.freehold.sops.EncryptedGuard;
import io.freehold.sops.SopsException;
import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import io.freehold.tree.TreeReads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders applications; one for all applications of a process. Thread safe. */
public final class Renderer {
  /** Memory of a parsed tree, compared with the text it came from. */
  static final long MEMORY_PER_BYTE = 6;

  private static final long DEFAULT_CACHE = 64L << 20;

  private final Tools tools;
  private final RenderLimits limits;
  private final boolean tolerant;
  private final Tool directory;
  private final Tool postRender;

  /**
   * A renderer with its caches.
   *
   * @param cacheBytes about how much memory the caches may take
   */
  public Renderer(Tools tools, RenderLimits limits, long cacheBytes) {
    this(tools, limits, cacheBytes, false);
  }

  /**
   * As {@link #tolerant}.
   *
   * @param tolerant whether an object may be written twice, and a name may be no text
   */
  private Renderer(Tools tools, RenderLimits limits, long cacheBytes, boolean tolerant) {
    this.tools = tools;
    this.limits = limits;
    this.tolerant = tolerant;
    this.directory = new DirectoryTool(limits, tools.jsonnet(), cacheBytes, tolerant);
    this.postRender = new PostRenderedHelm(tools.helm());
  }

  /**
   * A renderer for those who do not mind what Freehold refuses: an object that is written twice
   * comes out twice, and a name that YAML takes for a boolean or a number becomes text.
   */
  public static Renderer tolerant(Tools tools, RenderLimits limits, long cacheBytes) {
    return new Renderer(tools, limits, cacheBytes, true);
  }

  /** A renderer with default limits and 64 MiB of caches. */
  public Renderer(Tools tools) {
    this(tools, RenderLimits.DEFAULT, DEFAULT_CACHE);
  }

  /**
   * Renders all sources of an application. An empty folder has no objects; a missing one is an
   * error.
   *
   * @throws RenderException when it cannot be rendered completely
   */
  public Rendered render(RenderInput input) {
    var reads = input.sources().stream().map(_ -> new TreeReads()).toList();
    var trees = input.sources().stream().map(input::tree).toList();
    var references = references(input.sources(), trees, reads);
    var cluster = new ClusterView(input.facts(), input.lookup());
    var all = new Objects(limits, input.substitution(), tolerant);
    for (int i = 0; i < input.sources().size(); i++) {
      FetchedSource fetched = input.sources().get(i);
      if (fetched.source().isReferenceOnly()) {
        continue;
      }
      var one =
          new ToolInput(
              trees.get(i),
              fetched.path(),
              fetched.source(),
              fetched.revision(),
              reads.get(i),
              references,
              input.name(),
              input.namespace(),
              cluster,
              input.remote());
      try {
        all.add(render(one));
      } catch (TreeException e) {
        throw new RenderException(Code.SOURCE, one.path(), 0, String.valueOf(e.getMessage()), e);
      } catch (SopsException e) {
        throw RenderException.told(Code.DECRYPTION, one.path(), e);
      }
    }
    return Rendered.of(all.objects, all.warnings, plain(input, reads), cluster.use());
  }

  /** Commits are compared without their keys: what these open is not known before it is read. */
  private static List<TreeReads> plain(RenderInput input, List<TreeReads> reads) {
    return input.decryption() == null
        ? reads
        : reads.stream().map(one -> one.mapped(DecryptingTree::idBehind)).toList();
  }

  private ToolResult render(ToolInput input) {
    var found = input.find(input.path());
    if (found.isEmpty() || found.get().type() != Tree.Type.DIRECTORY) {
      throw new RenderException(
          Code.NO_FOLDER,
          input.path(),
          0,
          found.isEmpty()
              ? "there is no such folder at this revision; nothing is changed in the cluster"
              : "this is not a folder; name the folder that holds it");
    }
    Tool tool =
        switch (Tools.choice(input)) {
          case DIRECTORY -> directory;
          case KUSTOMIZE -> tools.kustomize();
          case HELM -> input.source().kustomize() == null ? tools.helm() : postRender;
          case PLUGIN -> tools.plugin();
        };
    return tool.render(input);
  }

  private static Map<String, ToolInput.Reference> references(
      List<FetchedSource> sources, List<Tree> trees, List<TreeReads> reads) {
    var references = new HashMap<String, ToolInput.Reference>();
    for (int i = 0; i < sources.size(); i++) {
      String ref = sources.get(i).source().ref();
      if (ref.isEmpty()) {
        continue;
      }
      var reference = new ToolInput.Reference(trees.get(i), reads.get(i));
      if (references.put(ref, reference) != null) {
        throw new RenderException(
            Code.UNSUPPORTED, "spec.sources", 0, "two sources have the ref " + ref);
      }
    }
    return references;
  }

  /** What the sources give together. */
  private static final class Objects {
    private final RenderLimits limits;
    private final @Nullable Substitution substitution;
    private final boolean tolerant;
    private final List<RenderedObject> objects = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<ObjectRef, RenderedObject> seen = new HashMap<>();

    Objects(RenderLimits limits, @Nullable Substitution substitution, boolean tolerant) {
      this.limits = limits;
      this.tolerant = tolerant;
      this.substitution = substitution;
    }

    void add(ToolResult result) {
      warnings.addAll(result.warnings());
      for (RenderedObject rendered : result.objects()) {
        RenderedObject object = substitution == null ? rendered : substitution.object(rendered);
        EncryptedGuard.encryptedField(object.content())
            .ifPresent(field -> {
              throw new RenderException(
                  Code.DECRYPTION,
                  object.file(),
                  object.line(),
                  "%s is still encrypted at %s; name the Secret with its key in spec.decryption"
                      .formatted(object.ref(), field));
            });
        RenderedObject first = seen.putIfAbsent(object.ref(), object);
        if (first != null && !tolerant) {
          throw new RenderException(
              Code.DUPLICATE,
              object.file(),
              object.line(),
              "%s is written in %s already; remove one".formatted(object.ref(), first.origin()));
        }
        if (objects.size() == limits.objects()) {
          throw new RenderException(
              Code.LIMIT,
              object.file(),
              object.line(),
              "the application has more than " + limits.objects() + " objects; split it");
        }
        objects.add(object);
      }
    }
  }
}
