package dev.chancery.testproxy.policy;

/**
 * What {@code cilium.network} does with a new connection: lets it on, or resets it.
 *
 * @param allowed whether it goes on
 * @param reason which part of the policy decided
 */
public record Verdict(boolean allowed, String reason) {}
