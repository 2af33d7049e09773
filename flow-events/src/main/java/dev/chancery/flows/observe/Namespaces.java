package dev.chancery.flows.observe;

import dev.chancery.api.flow.FlowFilter;
import dev.chancery.flows.golang.GoQuote;
import java.util.ArrayList;
import java.util.List;

/** Namespaces given by flags of their own; they complete the names of pods and services. */
final class Namespaces {
  private final List<String> namespaces = new ArrayList<>();

  /** An empty one stands for all. */
  void add(String namespace) {
    namespaces.add(namespace);
  }

  boolean isEmpty() {
    return namespaces.isEmpty();
  }

  /** Without a pod or a service: every pod of the namespaces. */
  void applyToSource(FlowFilter.Builder filter) {
    if (namespaces.isEmpty()) {
      return;
    }
    boolean unnamed = filter.getSourcePodCount() == 0 && filter.getSourceServiceCount() == 0;
    var pods = complete(unnamed ? List.of("") : filter.getSourcePodList());
    var services = complete(filter.getSourceServiceList());
    filter.clearSourcePod().addAllSourcePod(pods);
    filter.clearSourceService().addAllSourceService(services);
  }

  /** Without a pod or a service: every pod of the namespaces. */
  void applyToDestination(FlowFilter.Builder filter) {
    if (namespaces.isEmpty()) {
      return;
    }
    boolean unnamed =
        filter.getDestinationPodCount() == 0 && filter.getDestinationServiceCount() == 0;
    var pods = complete(unnamed ? List.of("") : filter.getDestinationPodList());
    var services = complete(filter.getDestinationServiceList());
    filter.clearDestinationPod().addAllDestinationPod(pods);
    filter.clearDestinationService().addAllDestinationService(services);
  }

  /** Each name in each namespace; a name with a slash stays as it is. */
  private List<String> complete(List<String> names) {
    var completed = new ArrayList<String>();
    for (String name : names) {
      if (name.contains("/")) {
        completed.add(name);
      } else {
        namespaces.forEach(namespace -> completed.add(namespace + "/" + name));
      }
    }
    return completed;
  }

  /** At most one problem: the first name in a namespace other than these. */
  void addConflicts(List<String> names, List<String> problems) {
    for (String namespace : namespaces) {
      for (String name : names) {
        String own = namespaceOf(name);
        if (!own.isEmpty() && !own.equals(namespace)) {
          problems.add(
              String.format(
                  "namespace conflict: %s does not contain %s",
                  GoQuote.quote(namespace), GoQuote.quote(name)));
          return;
        }
      }
    }
  }

  /** At most one problem: the first service in a namespace other than a pod's. */
  static void addInconsistencies(List<String> pods, List<String> services, List<String> problems) {
    for (String pod : pods) {
      String namespace = namespaceOf(pod);
      for (String service : services) {
        if (!namespace.isEmpty() && !namespace.equals(namespaceOf(service))) {
          problems.add(
              String.format(
                  "namespace of service %s conflict with pod %s",
                  GoQuote.quote(service), GoQuote.quote(namespace)));
          return;
        }
      }
    }
  }

  private static String namespaceOf(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
