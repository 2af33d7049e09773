package dev.chancery.policy.model;

/**
 * {@code toPorts[].listener}: a listener of an Envoy configuration of the user's own.
 *
 * @param kind {@code CiliumEnvoyConfig}, {@code CiliumClusterwideEnvoyConfig}; empty where none is
 *     written
 * @param config name of that object
 * @param name of the listener in it
 * @param priority 1–126, lower wins; 0 where none is written, which acts as 126
 */
public record ListenerRef(String kind, String config, String name, int priority) {}
