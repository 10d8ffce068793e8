/** Many open pages of the console at once: what they cost, and how soon they hear of a change. */
@NullMarked
package io.holdfast.bench.session;

import org.jspecify.annotations.NullMarked;
