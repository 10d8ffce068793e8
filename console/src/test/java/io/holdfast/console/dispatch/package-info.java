/** What the dispatcher promises. */
@NullMarked
package io.holdfast.console.dispatch;

import org.jspecify.annotations.NullMarked;
