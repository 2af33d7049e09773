/** What a proxy saw, as one sealed record, and the services that receive it. */
@NullMarked
package dev.chancery.accesslogs;

import org.jspecify.annotations.NullMarked;
