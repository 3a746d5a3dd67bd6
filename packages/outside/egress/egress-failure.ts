import { headersTooLarge, NodeError, tooSlow, type EgressLimits, type TimeWatch } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { errors } from './undici.ts'
import { reasonOf } from './open-socket.ts'

/** Converts an error that undici, TLS or a socket threw during a request into the error that the node reports. */
export function egressFailure(
  cause: unknown,
  url: URL,
  limits: EgressLimits,
  watch: Pick<TimeWatch, 'over'>,
  outer: AbortSignal | undefined,
): unknown {
  if (outer?.aborted) return outer.reason
  if (watch.over) return tooSlow(url, limits, watch.over)
  const own = causesOf(cause).find((item) => item instanceof NodeError)
  if (own) return own
  if (causesOf(cause).some((item) => item instanceof errors.HeadersOverflowError)) {
    return headersTooLarge(url, limits.headerBytes)
  }
  if (cause instanceof errors.InvalidArgumentError) {
    return new NodeError('permanent', error('egress.request', { reason: cause.message }))
  }
  const certificate = causesOf(cause).find((one) =>
    /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/.test(String((one as { code?: unknown }).code)),
  )
  if (certificate) {
    const { code } = certificate as { code?: unknown }
    return new NodeError('permanent', error('egress.certificate', { host: url.host, code: String(code) }))
  }
  const reason = reasonOf(causesOf(cause).at(-1))
  return new NodeError('transient', error('egress.broken-off', { host: url.host, reason }), { cause })
}

function causesOf(cause: unknown): unknown[] {
  const all: unknown[] = []
  for (let one = cause; one !== undefined && one !== null && all.length < 8; one = (one as { cause?: unknown }).cause)
    all.push(one)
  return all
}
