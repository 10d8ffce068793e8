/** How long what is over stays, and removing what stayed long enough. */
@NullMarked
package io.holdfast.schema.history;

import org.jspecify.annotations.NullMarked;
