#!/usr/bin/env bash
# Rolls out an image to the servers and then to the workers of a cluster, and checks the address that users open. If a
# rollout or a check fails, the previous image of both is restored. The first new server is a canary: it serves a share
# of the requests for `minReadySeconds` of its deployment before the next one is replaced.
#   roll-out.sh IMAGE ADDRESS
# ROLLOUT_TIMEOUT: time per rollout (default 5m). CHECK_ATTEMPTS: requests to the address (default 30), CHECK_SECONDS:
# time between them (default 2). CANARY_SECONDS: time for which the address is watched after the first new server has
# started (default 60, as in the manifest).
set -euo pipefail

image=${1:?Usage: roll-out.sh IMAGE ADDRESS}
address=${2:?Usage: roll-out.sh IMAGE ADDRESS}
deployments=(aw-server aw-worker)
changed=()

roll_back() {
  echo "Rolling back to the previous image: $1" >&2
  local failed=0
  for deployment in "${changed[@]}"; do
    kubectl rollout undo "deployment/$deployment" || failed=1
  done
  for deployment in "${changed[@]}"; do
    kubectl rollout status "deployment/$deployment" --timeout "${ROLLOUT_TIMEOUT:-5m}" || failed=1
  done
  [ "$failed" = 0 ] || echo "The previous image could not be restored. See the runbook: kubectl rollout history." >&2
  exit 1
}

is_ready() {
  for _ in $(seq "${CHECK_ATTEMPTS:-30}"); do
    if curl --fail --silent --show-error --max-time 5 --output /dev/null "$address/health/ready"; then return 0; fi
    sleep "${CHECK_SECONDS:-2}"
  done
  return 1
}

watch_canary() {
  local end=$((SECONDS + ${CANARY_SECONDS:-60}))
  while [ "$SECONDS" -lt "$end" ]; do
    CHECK_ATTEMPTS=3 is_ready || return 1
    sleep "${CHECK_SECONDS:-2}"
  done
}

for deployment in "${deployments[@]}"; do
  before=$(kubectl get "deployment/$deployment" --output 'jsonpath={.spec.template.spec.containers[0].image}')
  if [ "$before" = "$image" ]; then
    echo "$deployment already has $image."
    continue
  fi
  changed+=("$deployment")
  kubectl set image "deployment/$deployment" "aw=$image" || roll_back "$deployment was not changed"
  if [ "$deployment" = aw-server ]; then
    watch_canary || roll_back "$address/health/ready does not respond while the first new server runs"
  fi
  kubectl rollout status "deployment/$deployment" --timeout "${ROLLOUT_TIMEOUT:-5m}" ||
    roll_back "$deployment did not become ready"
done
is_ready || roll_back "$address/health/ready does not respond"
echo "$image is running at $address."
