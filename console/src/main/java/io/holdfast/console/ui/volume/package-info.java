/** Volumes: the list, one's details, and the dialogs that make, extend and delete them. */
@NullMarked
package io.holdfast.console.ui.volume;

import org.jspecify.annotations.NullMarked;
