import { NodeError } from '@aw-flow/engine'
import { error, type TableRef, type Value } from '@aw-flow/schema'

/** The table on an input port; a `NodeError` that names the port where there is none. */
export function tableInput(node: string, inputs: Readonly<Record<string, Value>>, port = 'table'): TableRef {
  const value = inputs[port]
  if (value?.kind === 'table') return value.table
  throw new NodeError(
    'permanent',
    error('node.no-table', `Node "${node}" has no table on its input "${port}"${value ? `, but ${value.kind}` : ''}.`, {
      where: { node, port },
      hint: 'Connect the output of a node that gives a table.',
    }),
  )
}
