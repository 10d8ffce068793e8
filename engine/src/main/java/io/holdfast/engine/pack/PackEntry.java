package io.holdfast.engine.pack;

import io.holdfast.engine.chunk.ChunkId;

/**
 * One frame of a pack, as the pack's index lists it.
 *
 * @param offsetBytes of the frame's header from the pack's start
 * @param storedBytes of the whole frame: header, content as stored, tag
 * @param plainBytes of the content when opened
 */
public record PackEntry(ChunkId id, int offsetBytes, int storedBytes, int plainBytes) {}
