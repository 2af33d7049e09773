package dev.chancery.envoy.cilium.check;

/**
 * A resource that a cilium-envoy would refuse, and with it every other of its type: it must not be
 * published.
 *
 * @param name of the resource
 * @param reason for an operator; holds no value of a header
 */
public record Unsound(String name, String reason) {}
