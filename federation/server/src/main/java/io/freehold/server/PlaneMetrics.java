package io.freehold.server;

import io.freehold.store.AuditChainRow;
import io.freehold.store.AuditQueries;
import io.freehold.store.Database;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How the plane's process and its surroundings are. */
final class PlaneMetrics {
  private final Database database;
  private final LongSupplier held;
  private final Supplier<RegistryStatus> registry;
  private final AuditQueries audit;
  private final List<PlaneConfiguration<?>> configurations;

  /**
   * @param held bytes of request bodies that are held now
   */
  PlaneMetrics(
      Database database,
      LongSupplier held,
      Supplier<RegistryStatus> registry,
      AuditQueries audit,
      List<? extends PlaneConfiguration<?>> configurations) {
    this.configurations = List.copyOf(configurations);
    this.database = database;
    this.held = held;
    this.registry = registry;
    this.audit = audit;
  }

  void write(Exposition page) {
    page.gauge(
        "freehold_plane_registry_up",
        "1 when the registry answered the last time.",
        registry.get().available() ? 1 : 0);
    page.gauge(
        "freehold_plane_configuration_good",
        "1 when the newest files of a part of the plane's configuration are in force.");
    for (PlaneConfiguration<?> part : configurations) {
      page.value(
          "freehold_plane_configuration_good",
          part.problem().isEmpty() ? 1 : 0,
          "part",
          part.part());
    }
    Database.PoolUse use = database.use();
    page.gauge("freehold_plane_database_connections_active", "Connections in use.", use.active());
    page.gauge(
        "freehold_plane_database_connections_waiting",
        "Threads that wait for a connection.",
        use.waiting());
    page.gauge("freehold_plane_database_connections_limit", "Most connections.", use.limit());
    page.gauge(
        "freehold_plane_ingest_held_bytes",
        "Bytes of request bodies that wait or are being stored.",
        held.getAsLong());
    page.gauge("freehold_audit_chains", "Chains of the audit log by state.");
    var states = audit.states();
    for (AuditChainRow.State state : AuditChainRow.State.values()) {
      page.value(
          "freehold_audit_chains", states.getOrDefault(state, 0L), "state", state.toString());
    }
    Runtime runtime = Runtime.getRuntime();
    page.gauge(
        "freehold_plane_heap_used_bytes",
        "Java heap in use.",
        runtime.totalMemory() - runtime.freeMemory());
    page.gauge("freehold_plane_heap_limit_bytes", "Most Java heap.", runtime.maxMemory());
    page.gauge(
        "freehold_plane_start_time_seconds",
        "When the process started.",
        TimeUnit.MILLISECONDS.toSeconds(ManagementFactory.getRuntimeMXBean().getStartTime()));
  }
}
