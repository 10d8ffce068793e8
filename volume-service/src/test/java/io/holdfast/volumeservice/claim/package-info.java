/** Tests of who may hold what together. */
@NullMarked
package io.holdfast.volumeservice.claim;

import org.jspecify.annotations.NullMarked;
