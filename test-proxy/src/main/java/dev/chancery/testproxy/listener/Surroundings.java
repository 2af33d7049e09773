package dev.chancery.testproxy.listener;

import dev.chancery.testproxy.wire.Audit;
import dev.chancery.testproxy.wire.ProxyGeneration;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * What decides, beside a listener itself, whether the proxy can take it.
 *
 * @param generation release
 * @param clusters names of the clusters there are
 * @param ipcache whether Cilium's map of identities can be opened
 * @param portBusy ports that something else listens on
 * @param refusal a test's own wish to refuse a listener
 * @param audit takes down what the proxy would bear in silence
 */
public record Surroundings(
    ProxyGeneration generation,
    Set<String> clusters,
    boolean ipcache,
    IntPredicate portBusy,
    Function<Listener, Optional<String>> refusal,
    Audit audit) {}
