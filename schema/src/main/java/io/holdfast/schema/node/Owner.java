package io.holdfast.schema.node;

import java.util.UUID;

/**
 * Who owns a task, backup or attachment: a host, and its process start. Every write of a worker
 * names both, and changes nothing once the ownership has passed on.
 */
public record Owner(String host, UUID incarnation) {}
