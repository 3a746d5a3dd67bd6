import { headersTooLarge, NodeError, tooSlow, type EgressLimits, type TimeWatch } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { errors } from './undici.ts'
import { reasonOf } from './open-socket.ts'

/** What broke a request off, as the node tells it. */
export function egressFailure(
  cause: unknown,
  url: URL,
  limits: EgressLimits,
  watch: Pick<TimeWatch, 'over'>,
  outer: AbortSignal | undefined,
): unknown {
  if (outer?.aborted) return outer.reason
  if (watch.over) return tooSlow(url, limits, watch.over)
  const own = causesOf(cause).find((one) => one instanceof NodeError)
  if (own) return own
  if (causesOf(cause).some((one) => one instanceof errors.HeadersOverflowError)) {
    return headersTooLarge(url, limits.headerBytes)
  }
  if (cause instanceof errors.InvalidArgumentError) {
    const hint = 'Look at method, address and headers.'
    return new NodeError('permanent', error('egress.request', `This cannot be sent: ${cause.message}.`, { hint }))
  }
  const certificate = causesOf(cause).find((one) =>
    /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/.test(String((one as { code?: unknown }).code)),
  )
  if (certificate) {
    const message = `"${url.host}" shows a certificate that cannot be trusted (${String((certificate as { code?: unknown }).code)}).`
    return new NodeError('permanent', error('egress.certificate', message, { hint: 'Tell who runs the service.' }))
  }
  const message = `"${url.host}" broke off: ${reasonOf(causesOf(cause).at(-1))}.`
  const hint = 'Try again later; if it stays, tell who runs the service.'
  return new NodeError('transient', error('egress.broken-off', message, { hint }), { cause })
}

function causesOf(cause: unknown): unknown[] {
  const all: unknown[] = []
  for (let one = cause; one !== undefined && one !== null && all.length < 8; one = (one as { cause?: unknown }).cause)
    all.push(one)
  return all
}
