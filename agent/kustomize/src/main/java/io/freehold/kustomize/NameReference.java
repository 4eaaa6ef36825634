package io.freehold.kustomize;

import java.util.ArrayList;
import java.util.List;

/**
 * Fields that hold the name of an object of a certain kind.
 *
 * @param target the kind that is referred to, empty parts mean any
 * @param referrers where the name stands
 */
record NameReference(Gvk target, List<FieldSpec> referrers) {
  @SuppressWarnings("ReferenceEquality") // the very same list means that nothing was added
  static List<NameReference> merge(List<NameReference> references, List<NameReference> more) {
    if (more.isEmpty()) {
      return references;
    }
    var merged = new ArrayList<>(references);
    boolean changed = false;
    for (NameReference reference : more) {
      boolean found = false;
      for (int i = 0; i < merged.size(); i++) {
        NameReference known = merged.get(i);
        if (known.target.equals(reference.target)) {
          var referrers = FieldSpec.merge(known.referrers, reference.referrers);
          if (referrers != known.referrers) {
            merged.set(i, new NameReference(known.target, referrers));
            changed = true;
          }
          found = true;
        }
      }
      if (!found) {
        merged.add(reference);
        changed = true;
      }
    }
    return changed ? List.copyOf(merged) : references;
  }
}
