package io.freehold.runtime;

import io.freehold.api.FieldValidation;
import io.freehold.api.HealthPolicy;
import io.freehold.api.ObjectRef;
import io.freehold.api.SyncPolicy;
import io.freehold.engine.IgnoreRules;
import io.freehold.engine.Ignored;
import io.freehold.engine.ObjectOptions;
import io.freehold.engine.Prepared;
import io.freehold.health.HealthRules;

/**
 * How the objects of one application are compared and written: what its spec says, and what an
 * object says for itself.
 *
 * @param ignore what may differ
 * @param options how objects are applied
 * @param health how their health is told
 */
record SyncRules(IgnoreRules ignore, SyncPolicy.Options options, OwnHealth health) {
  /** Nothing is said. */
  static final SyncRules NONE =
      new SyncRules(
          IgnoreRules.NONE,
          SyncPolicy.Options.DEFAULT,
          OwnHealth.of(HealthPolicy.NONE, HealthRules.standard()));

  /** What of an object may differ. */
  Ignored ignored(ObjectRef ref) {
    return ignore.of(ref);
  }

  /** How an object is written. */
  WriteRules of(Prepared object) {
    ObjectOptions own = object.options();
    Ignored ignored = ignore.of(object.ref());
    if (ignored.isNothing()
        && options.equals(SyncPolicy.Options.DEFAULT)
        && own.equals(ObjectOptions.NONE)) {
      return WriteRules.plain(health.rules());
    }
    return new WriteRules(
        ignored,
        options.respectIgnore(),
        options.replace() || own.replace(),
        options.force() || own.force(),
        own.validate()
            .map(strict -> strict ? FieldValidation.STRICT : FieldValidation.IGNORE)
            .orElse(options.fieldValidation()),
        options.takeOver(),
        options.adopt(),
        health.rules());
  }
}
