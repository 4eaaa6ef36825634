package io.freehold.server;

import io.freehold.store.Archive;
import io.freehold.store.Database;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** {@code export FILE} and {@code import FILE}: the database as a file, and back. */
final class ArchiveCommand {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private ArchiveCommand() {}

  /** Runs it; the exit code. */
  static int run(String[] args) {
    if (args.length != 2 || !(args[0].equals("export") || args[0].equals("import"))) {
      System.err.println("usage: freehold-plane [export FILE | import FILE | password]");
      return USAGE;
    }
    Path file = Path.of(args[1]);
    try (Database database = Plane.database(PlaneSettings.from(System.getenv()))) {
      if (args[0].equals("export")) {
        System.out.println("wrote " + write(database, file) + " rows to " + file);
      } else {
        System.out.println("added " + read(database, file) + " rows from " + file);
      }
      return 0;
    } catch (IOException | RuntimeException e) {
      System.err.println("freehold-plane: " + Main.reasons(e));
      return FAILED;
    }
  }

  static long write(Database database, Path file) throws IOException {
    // Never over an older one.
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
      return new Archive(database).write(writer, Instant.now());
    }
  }

  static long read(Database database, Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return new Archive(database).read(reader);
    }
  }
}
