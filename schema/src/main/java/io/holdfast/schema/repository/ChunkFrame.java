package io.holdfast.schema.repository;

/** A chunk or segment in a pack that is being made known. */
public record ChunkFrame(byte[] id, int offsetBytes, int storedBytes, int plainBytes) {}
