/** Projects with their quotas, people with their roles, and one's own account and tokens. */
@NullMarked
package io.holdfast.console.ui.identity;

import org.jspecify.annotations.NullMarked;
