package io.freehold.renderworker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an API server says of its kinds, as far as Helm asks. A resource is called as its kind here:
 * no plural forms are known, and nobody else sees the names.
 */
final class Discovery {
  private Discovery() {}

  /** {@code /version}. */
  static String version(KubeVersion version) {
    return "{\"major\":%s,\"minor\":%s,\"gitVersion\":%s}"
        .formatted(
            Texts.json(version.major()), Texts.json(version.minor()), Texts.json(version.text()));
  }

  /** {@code /api}. */
  static String coreVersions() {
    return "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"],\"serverAddressByClientCIDRs\":[]}";
  }

  /** {@code /apis}: the groups of some versions, {@code v1} left out. */
  static String groups(Collection<String> groupVersions) {
    var byGroup = new TreeMap<String, List<String>>();
    for (String groupVersion : groupVersions) {
      int slash = groupVersion.indexOf('/');
      if (slash > 0) {
        byGroup
            .computeIfAbsent(groupVersion.substring(0, slash), _ -> new ArrayList<>())
            .add(groupVersion.substring(slash + 1));
      }
    }
    var groups = byGroup.entrySet().stream().map(Discovery::group).toList();
    return "{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":["
        + String.join(",", groups)
        + "]}";
  }

  private static String group(Map.Entry<String, List<String>> group) {
    var versions =
        group.getValue().stream().map(version -> version(group.getKey(), version)).toList();
    return "{\"name\":%s,\"versions\":[%s],\"preferredVersion\":%s}"
        .formatted(Texts.json(group.getKey()), String.join(",", versions), versions.getFirst());
  }

  private static String version(String group, String version) {
    return "{\"groupVersion\":%s,\"version\":%s}"
        .formatted(Texts.json(group + "/" + version), Texts.json(version));
  }

  /**
   * {@code /apis/GROUP/VERSION}: a resource for each kind.
   *
   * @param isNamespaced whether Helm may set a namespace where a manifest has none
   */
  static String resources(String groupVersion, Collection<String> kinds, boolean isNamespaced) {
    var text = new StringBuilder("{\"kind\":\"APIResourceList\",\"apiVersion\":\"v1\",");
    text.append("\"groupVersion\":").append(Texts.json(groupVersion)).append(",\"resources\":[");
    String comma = "";
    for (String kind : kinds) {
      String name = Texts.json(kind);
      text.append(comma)
          .append("{\"name\":")
          .append(name)
          .append(",\"singularName\":\"\",\"namespaced\":" + isNamespaced + ",\"kind\":")
          .append(name)
          .append(",\"verbs\":[\"get\",\"list\",\"create\"]}");
      comma = ",";
    }
    return text.append("]}").toString();
  }

  /** An error as an API server says it. */
  static String status(int code, String reason, String message) {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"reason\":%s,\"message\":%s,\"code\":%d}"
        .formatted(Texts.json(reason), Texts.json(message), code);
  }
}
