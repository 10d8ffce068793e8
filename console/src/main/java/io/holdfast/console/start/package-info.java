/**
 * What happens around the console's life: the first user and repository, the ready file, the end
 * with the supervisor, and what is said when a start fails.
 */
@NullMarked
package io.holdfast.console.start;

import org.jspecify.annotations.NullMarked;
