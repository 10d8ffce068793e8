/**
 * Who asks, and what they may do: callers, users, projects with quotas, tokens. Every service takes
 * a {@link io.holdfast.console.identity.Caller} and decides by it. Knows nothing of HTTP or pages.
 */
@NullMarked
package io.holdfast.console.identity;

import org.jspecify.annotations.NullMarked;
