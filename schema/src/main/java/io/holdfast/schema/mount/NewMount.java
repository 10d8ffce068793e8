package io.holdfast.schema.mount;

import java.util.UUID;

/** A mount that is to be; as in {@link Mount}. */
public record NewMount(
    UUID id, UUID backupId, boolean writable, String createdBy, boolean lasting) {}
