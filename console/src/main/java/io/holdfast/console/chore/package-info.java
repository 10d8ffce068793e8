/** What consoles do by themselves, again and again. */
@NullMarked
package io.holdfast.console.chore;

import org.jspecify.annotations.NullMarked;
