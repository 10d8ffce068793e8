/**
 * Where work enters: each request is checked and written down in one transaction that moves the
 * statuses, takes the quota, queues the task and leaves an audit entry. A refusal says what stands
 * in the way.
 */
@NullMarked
package io.holdfast.schema.submission;

import org.jspecify.annotations.NullMarked;
