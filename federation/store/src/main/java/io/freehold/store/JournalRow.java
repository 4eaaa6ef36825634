package io.freehold.store;

import io.freehold.api.JournalEntry;

/** A stored journal entry and its number. */
public record JournalRow(long sequence, JournalEntry entry) {}
