/** Tests of the directory of images, on file systems with and without shared data. */
@NullMarked
package io.holdfast.volumeservice.file;

import org.jspecify.annotations.NullMarked;
