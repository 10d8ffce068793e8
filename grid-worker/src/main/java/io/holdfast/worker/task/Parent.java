package io.holdfast.worker.task;

import io.holdfast.engine.repository.Manifest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The backup that an incremental one is made on.
 *
 * @param mark the moment that exactly this manifest is of; {@code null} when that has no name
 */
record Parent(Manifest manifest, @Nullable UUID mark) {}
