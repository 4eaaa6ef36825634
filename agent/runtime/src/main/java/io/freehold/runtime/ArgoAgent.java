package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ObjectRef;
import io.freehold.dialect.ArgoApplication;
import io.freehold.dialect.ArgoKeyring;
import io.freehold.dialect.ArgoNames;
import io.freehold.dialect.ArgoProject;
import io.freehold.dialect.ArgoSettings;
import io.freehold.engine.ClusterPort.WatchListener;
import io.freehold.engine.LiveObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the Argo CD Applications of one namespace, with the AppProjects and the settings that
 * are there. Called from watch threads; thread safe.
 */
final class ArgoAgent {
  private static final Logger LOG = LoggerFactory.getLogger(ArgoAgent.class);
  private static final KindName APPLICATION = new KindName(ArgoNames.GROUP, ArgoApplication.KIND);
  private static final KindName PROJECT = new KindName(ArgoNames.GROUP, ArgoProject.KIND);
  private static final KindName CONFIG = new KindName("", "ConfigMap");

  private final String namespace;
  private final ArgoObjects objects;
  private final Map<String, ArgoProject> projects = new ConcurrentHashMap<>();
  private volatile ArgoSettings settings = ArgoSettings.DEFAULT;
  private volatile ArgoKeyring keyring = ArgoKeyring.EMPTY;
  // Guarded by this.
  private final Map<String, ArgoActor> actors = new HashMap<>();
  private final Map<String, ArgoApplication> early = new HashMap<>();
  private @Nullable Function<ArgoApplication, ArgoActor> newActor;

  ArgoAgent(String namespace, ArgoObjects objects) {
    this.namespace = namespace;
    this.objects = objects;
    objects.observe(APPLICATION, new Applications());
    objects.observe(PROJECT, new Projects());
    objects.observe(CONFIG, new Config());
  }

  /** What the settings say now. */
  ArgoSettings settings() {
    return settings;
  }

  /** The keys that signatures are checked with. */
  ArgoKeyring keyring() {
    return keyring;
  }

  /** The project of a name; the one named default allows everything where nobody made one. */
  Optional<ArgoProject> project(String name) {
    ArgoProject known = projects.get(name);
    return known == null && name.equals(ArgoProject.UNRESTRICTED.rules().name())
        ? Optional.of(ArgoProject.UNRESTRICTED)
        : Optional.ofNullable(known);
  }

  /** From now on, Applications are looked after. */
  void begin(Function<ArgoApplication, ArgoActor> actor) {
    List<ArgoActor> first = new ArrayList<>();
    synchronized (this) {
      newActor = actor;
      early.forEach((name, application) -> {
        ArgoActor started = actor.apply(application);
        actors.put(name, started);
        first.add(started);
      });
      early.clear();
    }
    LOG.info("Looking after {} Argo CD Applications in namespace {}", first.size(), namespace);
    first.forEach(ArgoActor::wake);
  }

  private void wakeAll() {
    List<ArgoActor> all;
    synchronized (this) {
      all = List.copyOf(actors.values());
    }
    all.forEach(ArgoActor::wake);
  }

  private void changed(ArgoApplication application) {
    String name = application.metadata().name();
    ArgoActor actor;
    boolean isNew;
    synchronized (this) {
      if (newActor == null) {
        early.put(name, application);
        return;
      }
      isNew = !actors.containsKey(name);
      Function<ArgoApplication, ArgoActor> make = newActor;
      actor = actors.computeIfAbsent(name, _ -> make.apply(application));
    }
    if (isNew) {
      actor.wake();
    } else {
      actor.changed(application);
    }
  }

  private void gone(String name) {
    ArgoActor actor;
    synchronized (this) {
      early.remove(name);
      actor = actors.remove(name);
    }
    if (actor != null) {
      actor.vanished();
    }
  }

  /** Hears of the objects of our namespace only. */
  private abstract class Observer implements WatchListener {
    private @Nullable Set<String> listing;
    private final Set<String> known = new HashSet<>();

    abstract void take(String name, JsonNode content);

    abstract void lose(String name);

    @Override
    public void seen(LiveObject live) {
      if (live.ref().namespace().equals(namespace)) {
        known.add(live.ref().name());
        if (listing != null) {
          listing.add(live.ref().name());
        }
        take(live.ref().name(), live.content());
      }
    }

    @Override
    public void gone(ObjectRef ref) {
      if (ref.namespace().equals(namespace) && known.remove(ref.name())) {
        lose(ref.name());
      }
    }

    @Override
    public void listing() {
      listing = new HashSet<>();
    }

    @Override
    public void listed() {
      Set<String> existing = listing;
      listing = null;
      if (existing != null) {
        List<String> lost = known.stream().filter(name -> !existing.contains(name)).toList();
        lost.forEach(known::remove);
        lost.forEach(this::lose);
      }
    }
  }

  private final class Applications extends Observer {
    @Override
    void take(String name, JsonNode content) {
      changed(ArgoApplication.read(content));
    }

    @Override
    void lose(String name) {
      ArgoAgent.this.gone(name);
    }
  }

  private final class Projects extends Observer {
    @Override
    void take(String name, JsonNode content) {
      try {
        projects.put(name, ArgoProject.read(content));
      } catch (IllegalArgumentException e) {
        LOG.warn("AppProject {} cannot be read and allows nothing: {}", name, e.getMessage());
        projects.remove(name);
      }
      wakeAll();
    }

    @Override
    void lose(String name) {
      projects.remove(name);
      wakeAll();
    }
  }

  private final class Config extends Observer {
    @Override
    void take(String name, JsonNode content) {
      if (name.equals(ArgoNames.CONFIG)) {
        use(ArgoSettings.of(data(content)));
      } else if (name.equals(ArgoNames.KEYS)) {
        use(new ArgoKeyring(data(content)));
      }
    }

    @Override
    void lose(String name) {
      if (name.equals(ArgoNames.CONFIG)) {
        use(ArgoSettings.DEFAULT);
      } else if (name.equals(ArgoNames.KEYS)) {
        use(ArgoKeyring.EMPTY);
      }
    }

    private void use(ArgoKeyring now) {
      keyring = now;
      wakeAll();
    }

    private static Map<String, String> data(JsonNode config) {
      Map<String, String> data = new HashMap<>();
      config
          .path("data")
          .properties()
          .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
      return data;
    }

    private void use(ArgoSettings now) {
      now.problems().forEach(problem -> LOG.warn("{}: {}", ArgoNames.CONFIG, problem));
      settings = now;
      objects.tracking(now.tracking());
      wakeAll();
    }
  }
}
