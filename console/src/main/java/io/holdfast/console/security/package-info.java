/**
 * Who a request comes from: the form for pages, tokens for the API, and what every answer's headers
 * forbid. What a caller may do is decided in the services, not here.
 */
@NullMarked
package io.holdfast.console.security;

import org.jspecify.annotations.NullMarked;
