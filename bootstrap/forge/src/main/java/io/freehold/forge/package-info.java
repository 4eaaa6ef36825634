/**
 * Git forges, as far as a cluster's bootstrap needs them: registering a read-only deploy key,
 * reading back what the forge made of it, removing it. {@link io.freehold.forge.Forge} is the port;
 * Gitea and Forgejo are served by {@link io.freehold.forge.GiteaForge}, a person by {@link
 * io.freehold.forge.NoForge}. Tokens are held in {@link io.freehold.forge.ForgeToken} and never
 * appear in messages.
 */
@NullMarked
package io.freehold.forge;

import org.jspecify.annotations.NullMarked;
