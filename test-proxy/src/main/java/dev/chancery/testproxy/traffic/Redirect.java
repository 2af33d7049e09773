package dev.chancery.testproxy.traffic;

import java.net.InetAddress;

/**
 * An announced redirect of a pod's TCP connections to a proxy port.
 *
 * @param pod whose policy asks for it
 * @param first lowest destination port
 * @param last highest destination port
 */
public record Redirect(InetAddress pod, Way way, int first, int last, int proxyPort) {
  boolean covers(Way asked, Passage passage) {
    InetAddress subject =
        (asked == Way.EGRESS ? passage.source() : passage.destination()).getAddress();
    int port = passage.destination().getPort();
    return way == asked && pod.equals(subject) && first <= port && port <= last;
  }
}
