/**
 * What happened to one thing in the course of time, put together of tasks and the audit. What is
 * kept of the past as figures is in package {@code history}.
 */
@NullMarked
package io.holdfast.console.event;

import org.jspecify.annotations.NullMarked;
