package io.freehold.server;

import io.freehold.notify.AddressRules;
import io.freehold.notify.Secrets;

/**
 * What the plane's own settings say about notifications.
 *
 * @param addresses {@code FREEHOLD_NOTIFY_ALLOW}: networks beside the internet that they may go to
 * @param secrets {@code FREEHOLD_SECRETS_DIR} and {@code FREEHOLD_SECRET_…}: secrets that rules may
 *     name
 */
record NotificationSettings(AddressRules addresses, Secrets secrets) {}
