package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.engine.ContainerImages;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of an Application can be seen from outside: its images, and where it can be reached. */
public final class ArgoSummary {
  /** How many images and URLs are listed, each. */
  static final int LIMIT = 100;

  private static final String LINK = "link.argocd.argoproj.io/";

  private ArgoSummary() {}

  /** Of the objects that are there; null when there is nothing to say. */
  public static ArgoStatus.@Nullable Summary of(Collection<JsonNode> live) {
    NavigableSet<String> images = new TreeSet<>();
    NavigableSet<String> urls = new TreeSet<>();
    for (JsonNode object : live) {
      ContainerImages.of(object.path("spec"), images::add);
      links(object).forEach(urls::add);
      if (object.path("kind").asText().equals("Ingress")) {
        ingress(object).forEach(urls::add);
      }
    }
    return images.isEmpty() && urls.isEmpty()
        ? null
        : new ArgoStatus.Summary(first(urls), first(images));
  }

  private static List<String> first(NavigableSet<String> all) {
    return all.stream().limit(LIMIT).toList();
  }

  /** Annotations with a link; {@code TITLE|URL} is one with a title. */
  private static Stream<String> links(JsonNode object) {
    return object.path("metadata").path("annotations").properties().stream()
        .filter(annotation -> annotation.getKey().startsWith(LINK))
        .map(annotation -> annotation.getValue().asText(""))
        .filter(text -> isWeb(text.substring(text.indexOf('|') + 1)));
  }

  /** A link with a script in it would be run by whoever shows it. */
  private static boolean isWeb(String url) {
    return url.startsWith("https://") || url.startsWith("http://");
  }

  private static Stream<String> ingress(JsonNode ingress) {
    List<String> addresses =
        ingress
            .path("status")
            .path("loadBalancer")
            .path("ingress")
            .valueStream()
            .map(at -> at.path("hostname").asText(at.path("ip").asText("")))
            .filter(address -> !address.isEmpty())
            .toList();
    return ingress
        .path("spec")
        .path("rules")
        .valueStream()
        .flatMap(rule -> {
          String host = rule.path("host").asText("");
          String scheme = encrypted(ingress, host) ? "https://" : "http://";
          List<String> hosts = host.isEmpty() ? addresses : List.of(host);
          return hosts.stream()
              .flatMap(name -> paths(rule).map(path -> scheme + name + path))
              .filter(url -> !url.contains("*"));
        });
  }

  private static boolean encrypted(JsonNode ingress, String host) {
    return ingress
        .path("spec")
        .path("tls")
        .valueStream()
        .anyMatch(tls ->
            tls.path("hosts").isEmpty()
                || tls.path("hosts").valueStream().anyMatch(name -> name.asText().equals(host)));
  }

  private static Stream<String> paths(JsonNode rule) {
    JsonNode paths = rule.path("http").path("paths");
    return paths.isEmpty()
        ? Stream.of("")
        : paths
            .valueStream()
            .map(path -> path.path("path").asText(""))
            .map(path -> path.endsWith("*") ? path.substring(0, path.length() - 1) : path)
            .map(path -> path.equals("/") ? "" : path);
  }
}
