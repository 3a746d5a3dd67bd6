import {
  createHeadersTooLargeError,
  NodeError,
  createTimeoutError,
  type EgressLimits,
  type RequestTimer,
} from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { errors } from './undici.ts'
import { describeConnectionFailure } from './open-socket.ts'

/** Converts an error thrown by undici, TLS or a socket during a request into the error to report for the node. */
export function toEgressError(
  cause: unknown,
  url: URL,
  limits: EgressLimits,
  timer: Pick<RequestTimer, 'exceededLimit'>,
  signal: AbortSignal | undefined,
): unknown {
  if (signal?.aborted) return signal.reason
  if (timer.exceededLimit) return createTimeoutError(url, limits, timer.exceededLimit)
  const nodeError = collectCauses(cause).find((item) => item instanceof NodeError)
  if (nodeError) return nodeError
  if (collectCauses(cause).some((item) => item instanceof errors.HeadersOverflowError)) {
    return createHeadersTooLargeError(url, limits.headerBytes)
  }
  if (cause instanceof errors.InvalidArgumentError) {
    return new NodeError('permanent', error('egress.request', { reason: cause.message }))
  }
  const certificateError = collectCauses(cause).find((item) =>
    /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/.test(String((item as { code?: unknown }).code)),
  )
  if (certificateError) {
    const { code } = certificateError as { code?: unknown }
    return new NodeError('permanent', error('egress.certificate', { host: url.host, code: String(code) }))
  }
  const reason = describeConnectionFailure(collectCauses(cause).at(-1))
  return new NodeError('transient', error('egress.connection-failed', { host: url.host, reason }), { cause })
}

function collectCauses(cause: unknown): unknown[] {
  const causes: unknown[] = []
  for (
    let current = cause;
    current !== undefined && current !== null && causes.length < 8;
    current = (current as { cause?: unknown }).cause
  )
    causes.push(current)
  return causes
}
