/** Programs of Holdfast that run only to be measured. */
@NullMarked
package io.holdfast.bench.installation;

import org.jspecify.annotations.NullMarked;
