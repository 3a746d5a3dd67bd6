import { NodeError, describePortType } from '@aw-flow/engine'
import { error, type Json, type Value } from '@aw-flow/schema'

/**
 * Returns the arguments of a tool call: the configured arguments or, if there are none, the input value.
 *
 * @throws {NodeError} `validation` if the input is neither JSON nor text.
 */
export function resolveArguments(
  configured: Readonly<Record<string, unknown>> | null,
  value: Value | undefined,
  node: string,
): Json {
  if (configured) return configured as Json
  if (!value) return {}
  if (value.kind === 'json') return (value.json ?? null) as Json
  if (value.kind === 'text') return { text: value.text }
  const params = { type: describePortType(value.kind) }
  throw new NodeError('validation', error('tool.arguments.not-json', params, { where: { node, port: 'value' } }))
}
