/** Tests of what people do with backups. */
@NullMarked
package io.holdfast.console.backup;

import org.jspecify.annotations.NullMarked;
