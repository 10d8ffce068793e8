/**
 * Policies: which volumes are backed up by themselves, when, and what became of each run. A run is
 * started once however many consoles there are, and each of its volumes gets one backup or a
 * reason.
 */
@NullMarked
package io.holdfast.schema.policy;

import org.jspecify.annotations.NullMarked;
