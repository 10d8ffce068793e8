/**
 * Answers the grid's requests: finds the backend, applies the rules that hold for all backends,
 * sees that the same request twice is one, and has the claim taken before anything is touched.
 */
@NullMarked
package io.holdfast.volumeservice.request;

import org.jspecify.annotations.NullMarked;
