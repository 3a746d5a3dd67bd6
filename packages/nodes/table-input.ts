import { NodeError, describePortType } from '@aw-flow/engine'
import { error, type TableRef, type Value } from '@aw-flow/schema'

/** Returns the table at an input port. Throws a `NodeError` that names the port if it has no table. */
export function requireTableInput(node: string, inputs: Readonly<Record<string, Value>>, port = 'table'): TableRef {
  const value = inputs[port]
  if (value?.kind === 'table') return value.table
  const actualInput = value ? { found: value.kind, type: describePortType(value.kind) } : { found: '', type: '' }
  throw new NodeError('permanent', error('node.no-table', { node, port, ...actualInput }, { where: { node, port } }))
}
