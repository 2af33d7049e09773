/** The JSON form of protobuf messages, byte for byte as Hubble writes it. */
@NullMarked
package dev.chancery.flows.json;

import org.jspecify.annotations.NullMarked;
