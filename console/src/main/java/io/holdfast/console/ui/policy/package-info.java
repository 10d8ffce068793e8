/** Policies: the list, one policy with its runs, and the editor that shows what it would do. */
@NullMarked
package io.holdfast.console.ui.policy;

import org.jspecify.annotations.NullMarked;
