package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.parse.yaml.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code toServices}: one service by its name, or those with certain labels. */
final class ServiceReader {
  private final Context context;
  private final SelectorReader selectors;

  ServiceReader(Context context) {
    this.context = context;
    this.selectors = new SelectorReader(context.findings());
  }

  List<PeerSelector> read(Fields element, String field) {
    List<PeerSelector> services = new ArrayList<>();
    for (Fields service : element.objects(field, CiliumSchema.SERVICE)) {
      service
          .object("k8sService", CiliumSchema.NAMED_SERVICE)
          .map(ServiceReader::named)
          .ifPresent(services::add);
      service
          .object("k8sServiceSelector", CiliumSchema.SELECTED_SERVICES)
          .flatMap(this::selected)
          .ifPresent(services::add);
      if (!service.has("k8sService") && !service.has("k8sServiceSelector")) {
        context
            .findings()
            .warning(
                service.node(), "selects-nobody", "an element of toServices without a service");
      }
    }
    return services;
  }

  private static PeerSelector named(Fields service) {
    return new PeerSelector.OfService(
        Optional.of(service.string("serviceName").orElse("")),
        service.string("namespace").orElse(""),
        Optional.empty());
  }

  private Optional<PeerSelector> selected(Fields services) {
    String namespace = services.string("namespace").orElse("");
    if (!services.has("selector")) {
      context.findings().schemaError(services.node(), "required", "selector is required");
    }
    Optional<Selector> labels =
        services.object("selector", CiliumSchema.SELECTOR).map(selectors::read);
    return labels.map(l -> new PeerSelector.OfService(Optional.empty(), namespace, Optional.of(l)));
  }
}
