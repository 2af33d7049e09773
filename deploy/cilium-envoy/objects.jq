# What Chancery reads of the objects of a `kubectl get … -o json`: of a pod neither its environment
# nor its arguments, which may hold secrets.
def metadata:
  {name, namespace, uid, labels, ownerReferences,
   annotations: ((.annotations // {}) | with_entries(select(.key | startswith("chancery.dev/"))))};

def rest:
  if .kind == "Pod" then
    {spec: {serviceAccountName: .spec.serviceAccountName, hostNetwork: .spec.hostNetwork,
            containers: [.spec.containers[] | {name, ports}]},
     status: {phase: .status.phase, podIP: .status.podIP, podIPs: .status.podIPs}}
  elif .kind == "CiliumEndpoint" then
    {status: {id: .status.id, identity: {id: .status.identity.id},
              networking: {addressing: .status.networking.addressing}}}
  else del(.apiVersion, .kind, .metadata, .status) end;

.items |= map(
  {apiVersion, kind, metadata: (.metadata | metadata)} + rest
  | walk(if type == "object" then with_entries(select(.value != null)) else . end))
