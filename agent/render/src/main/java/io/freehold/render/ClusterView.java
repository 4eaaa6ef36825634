package io.freehold.render;

import io.freehold.worker.Lookup;
import java.util.Map;

/** The cluster as tools see it during one render, which takes down what they use. */
final class ClusterView {
  private final ClusterFacts facts;
  private final Lookup lookup;
  private boolean usedFacts;
  private boolean usedLookups;

  ClusterView(ClusterFacts facts, Lookup lookup) {
    this.facts = facts;
    this.lookup = lookup;
  }

  /** Version and kinds; whoever lets them decide what is rendered says so. */
  ClusterFacts facts() {
    return facts;
  }

  /** What is rendered depends on the facts. */
  void useFacts() {
    usedFacts = true;
  }

  /** For the templates of one chart. */
  LookupLog lookups() {
    return new LookupLog(lookup);
  }

  /** What is rendered depends on the answers to these. */
  void useLookups(Map<LookupLog.Call, String> answers) {
    usedLookups |= !answers.isEmpty() && !lookup.equals(Lookup.NOTHING);
  }

  /** Whether the cluster answers earlier lookups as it did. */
  boolean stillAnswers(Map<LookupLog.Call, String> answers) {
    LookupLog now = lookups();
    return answers.entrySet().stream()
        .allMatch(known -> now.digest(known.getKey()).equals(known.getValue()));
  }

  /** What was used so far. */
  ClusterUse use() {
    return new ClusterUse(usedFacts, usedLookups);
  }
}
