@NullMarked
package io.holdfast.console.policy;

import org.jspecify.annotations.NullMarked;
