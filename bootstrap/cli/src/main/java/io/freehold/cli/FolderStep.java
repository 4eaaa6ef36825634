package io.freehold.cli;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Creates or adopts the cluster's folder in the registry, with one commit and a push. */
final class FolderStep implements BootstrapStep {
  /** How often somebody else may be faster. */
  private static final int ATTEMPTS = 10;

  @Override
  public String title() {
    return "Write the cluster's folder";
  }

  @Override
  public String run(BootstrapContext context) {
    Registry registry = context.registry();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<String> head = registry.fetch();
      Change change = change(context, head);
      if (change.files.isEmpty() && head.isPresent()) {
        context.commit(head.get());
        return "nothing to change at " + shortId(head.get());
      }
      String commit = registry.commit(head, change.files, change.message);
      if (registry.push(commit)) {
        context.commit(commit);
        return "%s, pushed %s".formatted(change.outcome, shortId(commit));
      }
    }
    throw new CliException(
        ExitCode.GIT, "others push to the registry all the time; run the bootstrap again");
  }

  static TemplateValues values(BootstrapRequest request, String publicKey) {
    return new TemplateValues(
        request.folder().cluster(),
        request.git().registry().toString(),
        request.git().branch(),
        request.folder().planeEndpoint(),
        request.folder().reportInterval(),
        request.folder().pollInterval(),
        request.folder().agentImage(),
        publicKey,
        request.folder().labels());
  }

  private static Change change(BootstrapContext context, Optional<String> head) {
    BootstrapRequest request = context.request();
    SortedMap<String, String> rendered =
        RegistryTemplate.builtIn()
            .render(values(request, context.publicKey()), request.folder().samples());
    SortedMap<String, String> existing =
        head.map(id -> context.registry().files(id, context.folder())).orElseGet(TreeMap::new);
    SortedMap<String, String> files = newFiles(context, head, rendered, existing);
    if (existing.isEmpty()) {
      return new Change(
          files, "Add cluster " + request.folder().cluster(), "created " + context.folder());
    }
    String path = context.folder() + "/cluster.yaml";
    Optional<String> text = Optional.ofNullable(existing.get(path));
    if (text.isEmpty()) {
      throw new CliException(
          ExitCode.PREFLIGHT,
          "%s exists, but is not the folder of a cluster: it has no cluster.yaml"
              .formatted(context.folder()));
    }
    ClusterFile file = ClusterFile.read(path, text.get());
    file.requireName(request.folder().cluster());
    if (!file.trusts(context.publicKey())) {
      if (!file.publicKeys().isEmpty()) {
        context.note(
            "%s trusts another key too; remove that key once the cluster that holds it is gone"
                .formatted(path));
      }
      files.put(path, file.withKey(context.publicKey()));
    }
    return new Change(
        files,
        "Trust the key of cluster " + request.folder().cluster(),
        "adopted " + context.folder());
  }

  /**
   * What the registry has is left as it is, folder by folder: somebody may have taken files away on
   * purpose.
   */
  private static SortedMap<String, String> newFiles(
      BootstrapContext context,
      Optional<String> head,
      SortedMap<String, String> rendered,
      SortedMap<String, String> existing) {
    SortedMap<String, String> samples =
        context.request().folder().samples() && head.isPresent()
            ? context.registry().files(head.get(), "apps")
            : new TreeMap<>();
    var sampleFolders =
        samples.keySet().stream().map(FolderStep::folder).collect(Collectors.toSet());
    String sampleFile = context.folder() + "/samples.yaml";
    SortedMap<String, String> files = new TreeMap<>();
    for (Map.Entry<String, String> file : rendered.entrySet()) {
      String path = file.getKey();
      boolean wanted =
          path.startsWith("apps/")
              ? !sampleFolders.contains(folder(path))
              : existing.isEmpty() || (path.equals(sampleFile) && !existing.containsKey(path));
      if (wanted) {
        files.put(path, file.getValue());
      }
    }
    return files;
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  static String shortId(String commit) {
    return commit.substring(0, 8);
  }

  private record Change(SortedMap<String, String> files, String message, String outcome) {}
}
