/** The client of the access-log socket, as the proxy has it. */
@NullMarked
package dev.chancery.testproxy.accesslog;

import org.jspecify.annotations.NullMarked;
