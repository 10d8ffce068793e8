/**
 * Connections of workers to volumes: written down before they exist, so that whatever is left over
 * can be found and cut.
 */
@NullMarked
package io.holdfast.schema.attachment;

import org.jspecify.annotations.NullMarked;
