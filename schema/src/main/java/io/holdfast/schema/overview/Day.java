package io.holdfast.schema.overview;

import java.time.LocalDate;

/** What ended on one day, in UTC. */
public record Day(LocalDate date, int succeeded, int failed, int cancelled, long storedBytes) {}
