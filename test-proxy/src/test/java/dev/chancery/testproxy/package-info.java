@NullMarked
package dev.chancery.testproxy;

import org.jspecify.annotations.NullMarked;
