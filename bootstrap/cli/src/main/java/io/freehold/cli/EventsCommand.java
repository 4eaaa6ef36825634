package io.freehold.cli;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freehold events}. */
@Command(
    name = "events",
    description = {
      "Show the events of an Application and its objects, oldest first.",
      "Those of what controllers made of the objects are among them.",
      ""
    },
    mixinStandardHelpOptions = true)
final class EventsCommand implements Runnable {
  /** One line. */
  record Line(String at, String type, String object, String reason, String message) {}

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ApplicationTarget target = new ApplicationTarget();

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public void run() {
    try (var access = target.open()) {
      String application = access.read().metadata().uid();
      List<OwnedTree.Node> nodes = target.tree(access).nodes();
      Set<String> uids = nodes.stream().map(OwnedTree.Node::uid).collect(Collectors.toSet());
      uids.add(application);
      Set<String> namespaces = new TreeSet<>();
      namespaces.add(access.id().namespace());
      nodes.forEach(node -> namespaces.add(node.ref().namespace()));
      namespaces.remove("");
      List<Line> lines = new ArrayList<>();
      for (String namespace : namespaces) {
        events(access, namespace).stream()
            .filter(event -> uids.contains(event.getInvolvedObject().getUid()))
            .forEach(event -> lines.add(line(event)));
      }
      lines.sort(Comparator.comparing(Line::at));
      output.print(spec.commandLine().getOut(), lines, _ -> table(lines));
    }
  }

  private static List<Event> events(ApplicationAccess access, String namespace) {
    try {
      return access.cluster().client().v1().events().inNamespace(namespace).list().getItems();
    } catch (KubernetesClientException e) {
      throw ClusterAccess.failed("list the events of namespace " + namespace, e);
    }
  }

  private static Line line(Event event) {
    String at = event.getLastTimestamp();
    if (at == null) {
      at =
          event.getEventTime() == null
              ? event.getMetadata().getCreationTimestamp()
              : event.getEventTime().getTime();
    }
    var object = event.getInvolvedObject();
    return new Line(
        at == null ? "" : at,
        text(event.getType()),
        object.getKind() + " " + object.getName(),
        text(event.getReason()),
        text(event.getMessage()).strip());
  }

  private static String text(@org.jspecify.annotations.Nullable String value) {
    return value == null ? "" : value;
  }

  private static Table table(List<Line> lines) {
    Table table = new Table("AT", "TYPE", "OBJECT", "REASON", "MESSAGE");
    lines.forEach(
        line -> table.row(line.at(), line.type(), line.object(), line.reason(), line.message()));
    return table;
  }
}
