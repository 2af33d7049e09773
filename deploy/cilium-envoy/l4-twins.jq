# The policies of a `kubectl get … -o json` without what only a proxy can enforce. What they select,
# their peers, ports, denies and so their default deny stay; of L7 rules those of the kind $keep.
# Each is marked, so that nobody takes it for the policy itself.
def without_proxy:
  walk(
    if type == "object" and (.toPorts | type) == "array" then
      .toPorts |= map(
        del(.serverNames, .terminatingTLS, .originatingTLS, .listener)
        | if .rules then .rules |= with_entries(select(.key == $keep)) else . end
        | if .rules == {} then del(.rules) else . end)
    else . end);

.items |= map(
  del(.status, .metadata.uid, .metadata.resourceVersion, .metadata.generation,
      .metadata.creationTimestamp, .metadata.managedFields,
      .metadata.annotations."kubectl.kubernetes.io/last-applied-configuration")
  | .metadata.annotations."chancery.dev/twin" = "l4"
  | (if .spec then .spec |= without_proxy else . end)
  | (if .specs then .specs |= without_proxy else . end))
