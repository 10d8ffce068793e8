/**
 * Backups as people ask for them: back up, restore, verify, delete, describe. Checks who asks and
 * what for, hands the wish to the schema's submissions, and puts a refusal into words.
 */
@NullMarked
package io.holdfast.console.backup;

import org.jspecify.annotations.NullMarked;
