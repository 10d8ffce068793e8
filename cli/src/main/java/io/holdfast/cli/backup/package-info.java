/** Commands that make backups, look at them, restore, verify and delete them. */
@NullMarked
package io.holdfast.cli.backup;

import org.jspecify.annotations.NullMarked;
