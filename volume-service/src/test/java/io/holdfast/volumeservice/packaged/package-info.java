/** Tests of the packaged program, as a process of its own, driven over a real grid. */
@NullMarked
package io.holdfast.volumeservice.packaged;

import org.jspecify.annotations.NullMarked;
