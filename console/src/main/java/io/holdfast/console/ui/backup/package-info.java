/** Backups: the list, one's details, and the dialogs that back up, restore, describe and delete. */
@NullMarked
package io.holdfast.console.ui.backup;

import org.jspecify.annotations.NullMarked;
