package io.freehold.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Linux says a process has used so far.
 *
 * @param residentMib resident memory now, MiB
 * @param peakMib highest resident memory since the process started, MiB
 * @param cpuSeconds processor time, user and system, of all its threads
 */
record ProcessUsage(double residentMib, double peakMib, double cpuSeconds) {
  // USER_HZ is 100 on every Linux architecture that a JVM runs on.
  private static final double TICKS_PER_SECOND = 100;
  private static final double KIB_PER_MIB = 1024;

  /**
   * Reads {@code /proc}.
   *
   * @throws IllegalStateException when the process is gone
   */
  static ProcessUsage of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      List<String> status = Files.readAllLines(process.resolve("status"));
      String stat = Files.readString(process.resolve("stat"));
      // The command in parentheses may contain blanks: count from behind it.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
      return new ProcessUsage(
          mib(status, "VmRSS:"), mib(status, "VmHWM:"), ticks / TICKS_PER_SECOND);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new IllegalStateException("process " + pid + " has ended", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double mib(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).replace("kB", "").strip())
        .mapToDouble(kib -> Double.parseDouble(kib) / KIB_PER_MIB)
        .findFirst()
        .orElseThrow();
  }
}
