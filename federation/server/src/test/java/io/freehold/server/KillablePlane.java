package io.freehold.server;

import io.freehold.source.GitCredentials;
import io.freehold.source.GitLimits;
import io.freehold.source.GitRepository;
import io.freehold.source.GitUrl;
import io.freehold.store.Database;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** A plane with its own database in a process of its own, which ends when its input does. */
final class KillablePlane {
  private KillablePlane() {}

  /**
   * Runs it.
   *
   * @param args folder of the plane, Git folder of the registry, program folder of the database,
   *     and the ports of API and OTLP/HTTP
   */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    var repository =
        new GitRepository(
            GitUrl.local(Path.of(args[1])),
            directory.resolve("copies"),
            () -> GitCredentials.NONE,
            GitLimits.DEFAULT);
    PlaneSettings settings =
        PlaneSettings.from(
            Map.of(
                "FREEHOLD_REGISTRY_URL",
                "https://registry.invalid/fleet.git",
                "FREEHOLD_DATA_DIR",
                directory.toString(),
                "FREEHOLD_HTTP_PORT",
                args[3],
                "FREEHOLD_OTLP_HTTP_PORT",
                args[4],
                "FREEHOLD_OTLP_GRPC_PORT",
                "0"));
    try (Database database = Database.embedded(directory.resolve("postgresql"), Path.of(args[2]));
        Plane plane = Plane.on(database, settings, repository, InstantSource.system())) {
      System.out.println("ready " + plane.http() + " " + plane.otlpHttp());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
