/** Signing in by a provider of OpenID Connect that runs in the tests' JVM. */
@NullMarked
package io.holdfast.console.security;

import org.jspecify.annotations.NullMarked;
