/** How long what is over stays, and removing what stayed long enough. */
@NullMarked
package io.holdfast.schema.expiry;

import org.jspecify.annotations.NullMarked;
