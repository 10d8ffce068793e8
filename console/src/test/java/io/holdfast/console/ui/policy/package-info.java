@NullMarked
package io.holdfast.console.ui.policy;

import org.jspecify.annotations.NullMarked;
