package io.freehold.store;

import java.time.Instant;

/**
 * A sign-in at the provider that is under way.
 *
 * @param stateHash digest of its state
 * @param browserHash digest of what the browser that began it holds
 * @param nonce what the provider's answer must contain
 * @param verifier what proves that who began it ends it
 * @param returnTo where to go then
 * @param begunAt when it began
 */
public record SignInRow(
    String stateHash,
    String browserHash,
    String nonce,
    String verifier,
    String returnTo,
    Instant begunAt) {}
