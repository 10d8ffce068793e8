/** Commands on tasks, and waiting for one to end with its progress shown. */
@NullMarked
package io.holdfast.cli.task;

import org.jspecify.annotations.NullMarked;
