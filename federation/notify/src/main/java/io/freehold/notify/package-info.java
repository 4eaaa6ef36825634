/**
 * Who is told what of the fleet: rules that a registry holds, triggers over the state of
 * applications and clusters before and after a change, texts, and the ways to chats, pagers, mail
 * and forges. Rules are pure; what goes out of the machine goes through {@link
 * io.freehold.notify.Outbound} and {@link io.freehold.notify.Mailer}, which connect only to
 * addresses that may be told things. It knows neither database nor Git.
 */
@NullMarked
package io.freehold.notify;

import org.jspecify.annotations.NullMarked;
