/** The page that asks for name and password. */
@NullMarked
package io.holdfast.console.ui.signin;

import org.jspecify.annotations.NullMarked;
