/** Tasks: the list, one's details, progress as it happens, and cancelling. */
@NullMarked
package io.holdfast.console.ui.task;

import org.jspecify.annotations.NullMarked;
