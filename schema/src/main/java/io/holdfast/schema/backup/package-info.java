/**
 * Backups as rows and lists. How their status, host and restore target change is in the submission
 * and task packages, since a task changes with them.
 */
@NullMarked
package io.holdfast.schema.backup;

import org.jspecify.annotations.NullMarked;
