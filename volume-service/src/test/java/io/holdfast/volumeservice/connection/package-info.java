/** Tests of attaching over real connections, and of ending it. */
@NullMarked
package io.holdfast.volumeservice.connection;

import org.jspecify.annotations.NullMarked;
