/**
 * Notifications from the database that a row has changed, for pages and dispatchers that want to
 * look again at once.
 */
@NullMarked
package io.holdfast.schema.change;

import org.jspecify.annotations.NullMarked;
