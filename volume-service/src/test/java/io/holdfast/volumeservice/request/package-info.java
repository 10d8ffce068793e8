/** Tests of the rules that hold on every backend. */
@NullMarked
package io.holdfast.volumeservice.request;

import org.jspecify.annotations.NullMarked;
