package io.freehold.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the records of one request turned out to be. Not thread safe. */
final class Readings {
  private final Map<String, List<ReportBatch.Item>> kept = new LinkedHashMap<>();
  private final Map<String, Long> foreign = new TreeMap<>();
  private final Set<String> useless = new LinkedHashSet<>();
  private long records;
  private long keptRecords;
  private long foreignRecords;

  /**
   * Takes one reading.
   *
   * @param cluster which the record's resource names
   */
  void add(String cluster, Reading reading) {
    records++;
    switch (reading) {
      case Reading.Kept(var record) -> {
        keptRecords++;
        kept.computeIfAbsent(cluster, _ -> new ArrayList<>()).add(record);
      }
      case Reading.Foreign(String named) -> foreign(named);
      case Reading.Unproven(String named) -> foreign(named);
      case Reading.Useless(String reason) -> useless.add(reason);
    }
  }

  /** What is to be stored, by cluster. */
  Map<String, List<ReportBatch.Item>> kept() {
    return kept;
  }

  /** How many records speak for clusters that did not sign them. */
  Map<String, Long> foreign() {
    return foreign;
  }

  /** Why records are of no use. */
  Set<String> useless() {
    return useless;
  }

  long rejected() {
    return records - keptRecords;
  }

  boolean allForeign() {
    return foreignRecords == records;
  }

  private void foreign(String named) {
    foreignRecords++;
    foreign.merge(named, 1L, Long::sum);
  }
}
