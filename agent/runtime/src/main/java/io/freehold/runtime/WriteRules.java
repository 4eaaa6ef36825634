package io.freehold.runtime;

import io.freehold.api.Adoption;
import io.freehold.api.FieldValidation;
import io.freehold.engine.Ignored;
import io.freehold.health.HealthRules;

/**
 * How one object is written.
 *
 * @param ignored what of it may differ
 * @param respectIgnored whether that is left alone when writing, too
 * @param replace whether it is written as a whole
 * @param force whether it is deleted and created again when a change is refused
 * @param validation what becomes of unknown fields
 * @param takeOver whether what other tools applied before becomes ours
 * @param adopt whether an object that is there already is taken
 * @param health how its health is told
 * @param mend whether items of lists may have got another key, so that ours would be put beside
 *     them
 */
record WriteRules(
    Ignored ignored,
    boolean respectIgnored,
    boolean replace,
    boolean force,
    FieldValidation validation,
    boolean takeOver,
    Adoption adopt,
    HealthRules health,
    boolean mend) {
  /** As a sync writes it. */
  WriteRules(
      Ignored ignored,
      boolean respectIgnored,
      boolean replace,
      boolean force,
      FieldValidation validation,
      boolean takeOver,
      Adoption adopt,
      HealthRules health) {
    this(ignored, respectIgnored, replace, force, validation, takeOver, adopt, health, false);
  }

  /** The same, for an object of which a list item was lost or got another key. */
  WriteRules mending() {
    return new WriteRules(
        ignored, respectIgnored, replace, force, validation, takeOver, adopt, health, true);
  }

  /** Of an object about which nothing is said. */
  static WriteRules plain(HealthRules health) {
    return new WriteRules(
        Ignored.NOTHING, false, false, false, FieldValidation.WARN, true, Adoption.ALWAYS, health);
  }

  /** Whether the object has to be looked at before it is written. */
  boolean looksFirst() {
    return mend || replace || adopt != Adoption.ALWAYS || (respectIgnored && !ignored.isNothing());
  }
}
