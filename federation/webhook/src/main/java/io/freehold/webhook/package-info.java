/**
 * What Git forges tell by webhook: is it really from them, and which repository moved to what.
 * Pure: it reads headers and bodies and knows neither HTTP server nor fleet. Whoever sends a
 * webhook can at most make somebody look at a repository, so in doubt something moved.
 */
@NullMarked
package io.freehold.webhook;

import org.jspecify.annotations.NullMarked;
