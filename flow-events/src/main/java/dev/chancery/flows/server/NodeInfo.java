package dev.chancery.flows.server;

/**
 * The node whose flows are served.
 *
 * @param name {@code cluster/node}
 * @param address IP address, with or without a port, by which peers reach it
 * @param version as {@code hubble status} shows it
 */
public record NodeInfo(String name, String address, String version) {}
