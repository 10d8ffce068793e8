/** Tasks: the list, one's details, progress as it happens, and what can be done with them. */
@NullMarked
package io.holdfast.console.ui.task;

import org.jspecify.annotations.NullMarked;
