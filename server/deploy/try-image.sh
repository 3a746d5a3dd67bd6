#!/usr/bin/env bash
# Starts an image and sends requests to the studio, the manual and the API.
#   try-image.sh IMAGE
set -euo pipefail

image=${1:?Usage: try-image.sh IMAGE}
token=$(head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n')
container=$(docker run --detach --publish 127.0.0.1:0:3000 --read-only --tmpfs /tmp --cap-drop ALL \
  --env AW_TOKEN="$token" --env AW_KEY="$token" "$image")
trap 'docker logs "$container" >&2; docker rm --force --volumes "$container" >/dev/null' EXIT
port=$(docker port "$container" 3000/tcp | sed 's/.*://')
address=http://localhost:$port
# The server accepts only a Host header with its own port.
host='Host: localhost:3000'

for _ in $(seq 60); do
  if curl --fail --silent --output /dev/null --header "$host" "$address/health/ready"; then break; fi
  sleep 1
done
for path in /health/ready / /manual/ /manual/start/install /docs /openapi.json; do
  curl --fail --silent --show-error --output /dev/null --write-out "%{http_code} $path\n" \
    --header "$host" "$address$path"
done
curl --fail --silent --show-error --output /dev/null --write-out '%{http_code} /api/v1/workflows\n' \
  --header "$host" --header "Authorization: Bearer $token" "$address/api/v1/workflows"
