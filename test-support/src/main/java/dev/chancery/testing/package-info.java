/** What the tests of several modules share. */
@NullMarked
package dev.chancery.testing;

import org.jspecify.annotations.NullMarked;
