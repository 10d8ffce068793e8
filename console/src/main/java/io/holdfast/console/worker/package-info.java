/**
 * Workers as people see them: who is there, what each runs, and draining. Knows the rows and the
 * grid's membership, not how a worker works.
 */
@NullMarked
package io.holdfast.console.worker;

import org.jspecify.annotations.NullMarked;
