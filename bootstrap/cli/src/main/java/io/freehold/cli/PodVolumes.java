package io.freehold.cli;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapProjection;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The volumes of one pod as folders that only their owner may enter: Secrets, ConfigMaps, both
 * projected, and empty folders. Text of ConfigMaps is rewritten to the paths of this machine,
 * because there is no mount namespace that would do it.
 */
final class PodVolumes {
  private final KubernetesClient client;
  private final String namespace;
  private final Path directory;

  PodVolumes(KubernetesClient client, String namespace, Path directory) {
    this.client = client;
    this.namespace = namespace;
    this.directory = directory;
  }

  /** Where the mounts of a container are. */
  Map<String, Path> mounts(Container container) {
    Map<String, Path> mounts = new HashMap<>();
    for (VolumeMount mount : container.getVolumeMounts()) {
      mounts.put(mount.getMountPath(), directory.resolve(mount.getName()));
    }
    return mounts;
  }

  /**
   * Writes what the volumes hold now.
   *
   * @return false while a Secret or ConfigMap is missing
   */
  boolean materialise(PodSpec pod, PathMap paths) throws IOException {
    Folders.createPrivate(directory);
    boolean complete = true;
    for (Volume volume : pod.getVolumes()) {
      Path folder = Folders.createPrivate(directory.resolve(volume.getName()));
      if (volume.getEmptyDir() != null) {
        continue;
      }
      SortedMap<String, byte[]> files = new TreeMap<>();
      complete &= collect(volume, paths, files);
      if (complete) {
        write(folder, files);
      }
    }
    return complete;
  }

  private boolean collect(Volume volume, PathMap paths, SortedMap<String, byte[]> files) {
    if (volume.getSecret() != null) {
      return secret(volume.getSecret().getSecretName(), volume.getSecret().getItems(), files);
    }
    if (volume.getConfigMap() != null) {
      return configMap(
          volume.getConfigMap().getName(), volume.getConfigMap().getItems(), paths, files);
    }
    if (volume.getProjected() != null) {
      boolean complete = true;
      for (VolumeProjection source : volume.getProjected().getSources()) {
        complete &= projection(source, paths, files);
      }
      return complete;
    }
    throw new CliException(
        ExitCode.FAILED,
        "the demo cannot give the agent the volume %s: only Secrets, ConfigMaps, projections of them and emptyDir exist here"
            .formatted(volume.getName()));
  }

  private boolean projection(
      VolumeProjection source, PathMap paths, SortedMap<String, byte[]> files) {
    SecretProjection secret = source.getSecret();
    if (secret != null) {
      boolean there = secret(secret.getName(), secret.getItems(), files);
      return there || Boolean.TRUE.equals(secret.getOptional());
    }
    ConfigMapProjection configMap = source.getConfigMap();
    return configMap == null || configMap(configMap.getName(), configMap.getItems(), paths, files);
  }

  private boolean secret(String name, List<KeyToPath> items, SortedMap<String, byte[]> files) {
    Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
    if (secret == null || secret.getData() == null) {
      return false;
    }
    Map<String, byte[]> data = new TreeMap<>();
    secret.getData().forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
    return pick(data, items, files);
  }

  private boolean configMap(
      String name, List<KeyToPath> items, PathMap paths, SortedMap<String, byte[]> files) {
    ConfigMap map = client.configMaps().inNamespace(namespace).withName(name).get();
    if (map == null || map.getData() == null) {
      return false;
    }
    Map<String, byte[]> data = new TreeMap<>();
    map.getData()
        .forEach(
            (key, value) -> data.put(key, paths.apply(value).getBytes(StandardCharsets.UTF_8)));
    return pick(data, items, files);
  }

  /**
   * Without items every key is a file of its name; with items only the listed keys are, where they
   * say.
   */
  private static boolean pick(
      Map<String, byte[]> data, List<KeyToPath> items, SortedMap<String, byte[]> files) {
    if (items.isEmpty()) {
      files.putAll(data);
      return true;
    }
    boolean complete = true;
    for (KeyToPath item : items) {
      byte[] content = data.get(item.getKey());
      if (content == null) {
        complete = false;
      } else {
        files.put(item.getPath(), content);
      }
    }
    return complete;
  }

  private static void write(Path folder, SortedMap<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey()).normalize();
      if (!path.startsWith(folder)) {
        throw new IOException("a volume item reaches outside its volume: " + file.getKey());
      }
      Path parent = path.getParent();
      if (parent != null && !parent.equals(folder)) {
        Folders.createPrivate(parent);
      }
      if (!Files.exists(path) || !Arrays.equals(Files.readAllBytes(path), file.getValue())) {
        Folders.writePrivate(path, file.getValue());
      }
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        if (!files.containsKey(folder.relativize(path).toString())) {
          Files.delete(path);
        }
      }
    }
  }
}
