/**
 * The REST API, version 1: paths, JSON and status codes over the services, and nothing else. What
 * it offers is described at {@code /api/v1/openapi.json}, from these classes.
 */
@NullMarked
package io.holdfast.console.api;

import org.jspecify.annotations.NullMarked;
