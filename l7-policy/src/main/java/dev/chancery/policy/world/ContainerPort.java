package dev.chancery.policy.world;

import dev.chancery.policy.Protocol;

/**
 * A declared port of a pod.
 *
 * @param name empty where the port has none
 * @param port 1–65535
 */
public record ContainerPort(String name, Protocol protocol, int port) {}
