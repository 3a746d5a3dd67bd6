import { error, type Problem } from '@aw-flow/schema'
import { NodeError } from '../node/node-error.ts'
import type { EgressRequest } from './egress.ts'

/**
 * Headers that route or frame a message. The broker checks the URL's host, not these headers: with them, a proxy would
 * pass a request and its secrets on to another service behind the same address. `x-http-method-override` is not one of
 * them, because it does not change the recipient.
 */
const brokerHeaderPattern =
  /^(:.*|host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|http2-settings|expect|proxy-.*|forwarded|x-forwarded(-.*)?|x-host|x-original-(host|url)|x-http-host-override|x-rewrite-url)$/

/**
 * Returns whether only the broker may set a header.
 *
 * @param name In any case. `_` counts as `-`, because CGI-based services do not distinguish them.
 * @internal
 */
export const isBrokerHeader = (name: string): boolean =>
  brokerHeaderPattern.test(name.trim().toLowerCase().replaceAll('_', '-'))

/** Creates the problem for a header that only the broker may set. @internal */
export const createBrokerHeaderProblem = (name: string, setting?: string): Problem =>
  error('egress.broker-header', { name: name.trim() }, setting === undefined ? {} : { where: { setting } })

/** Throws a `NodeError` if a request sets a header, or sends a secret in one, that only the broker may set. @internal */
export function rejectBrokerHeaders({ headers = {}, secrets = [] }: Pick<EgressRequest, 'headers' | 'secrets'>): void {
  const names = [...Object.keys(headers), ...secrets.flatMap((use) => (use.as === 'header' ? [use.field] : []))]
  const name = names.find(isBrokerHeader)
  if (name !== undefined) throw new NodeError('permanent', createBrokerHeaderProblem(name))
}
