/**
 * Backups that are exported now. A row is there before its export; whoever takes the row away ends
 * the export.
 */
@NullMarked
package io.holdfast.schema.mount;

import org.jspecify.annotations.NullMarked;
