package dev.chancery.agent.source;

import dev.chancery.policy.Protocol;

/**
 * A port of a service.
 *
 * @param name empty where the port has none
 * @param port 1–65535
 * @param targetPort a number or the name of a container port; {@code port} where not given
 */
public record ServicePort(String name, Protocol protocol, int port, String targetPort) {}
