/** Tests of the settings, and of the packaged program as its own process in a real grid. */
@NullMarked
package io.holdfast.volumeservice;

import org.jspecify.annotations.NullMarked;
