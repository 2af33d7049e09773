package dev.chancery.agent.proxyports;

import java.time.Instant;
import java.util.Optional;

/**
 * A port of the range that one listener has.
 *
 * @param name as in Cilium, such as {@code cilium-http-egress}
 * @param port 1–65535
 * @param acknowledged whether the proxy said that it listens there
 * @param users how many references to the name there are
 * @param freeAt when another name may have the port; empty while there are users
 */
public record ProxyPort(
    String name, int port, boolean acknowledged, int users, Optional<Instant> freeAt) {}
