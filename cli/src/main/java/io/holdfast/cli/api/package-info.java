/**
 * The way to a console: finds its address and a token, sends requests, turns refusals into
 * failures. Knows nothing of the programs behind the API.
 */
@NullMarked
package io.holdfast.cli.api;

import org.jspecify.annotations.NullMarked;
