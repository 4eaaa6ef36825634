package io.freehold.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Who did what, when and with what result. Everything but time, actor and action may be empty.
 *
 * @param time when it happened
 * @param actor who: a person as the sign-in names them, a token, a cluster's agent, a field manager
 * @param actorType what the actor is: {@code user}, {@code token}, {@code agent}, {@code plane},
 *     {@code manager} or {@code anonymous}
 * @param action what was done, as {@code noun.verb}, for example {@code application.sync}
 * @param object what it was done to, for example {@code apps/shop}
 * @param cluster the cluster that it is about
 * @param revision the commit that it is about
 * @param digest digest of what was applied
 * @param result how it ended: {@code success}, {@code failure}, {@code denied} or {@code
 *     superseded}
 * @param source where it came from, for example an address or a file of the registry
 * @param detail anything else; no secrets
 */
public record AuditEntry(
    Instant time,
    String actor,
    String actorType,
    String action,
    String object,
    String cluster,
    String revision,
    String digest,
    String result,
    String source,
    JsonNode detail) {}
