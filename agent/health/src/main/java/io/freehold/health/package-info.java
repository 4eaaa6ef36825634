/**
 * Health of one live object. {@link io.freehold.health.HealthRules} holds a rule per kind, with the
 * meaning Argo CD gives the common kinds, and falls back on what {@link io.freehold.health.Kstatus}
 * reads from standard conditions. A rule looks at nothing but the object; what it cannot tell is
 * Progressing or Unknown, never Healthy.
 */
@NullMarked
package io.freehold.health;

import org.jspecify.annotations.NullMarked;
