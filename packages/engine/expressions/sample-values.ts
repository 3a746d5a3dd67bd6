import type { Values, Workflow } from '@aw-flow/schema'
import { addFirstInput, toReadableValue } from './readable-values.ts'

/**
 * Returns the values that a node's expressions would read if the earlier nodes returned their last outputs again. Used
 * to preview an expression. Names without a value are omitted.
 *
 * @param outputs The last outputs, keyed by node id and port.
 * @internal
 */
export function createSampleValues(
  workflow: Workflow,
  nodeId: string,
  outputs: Readonly<Record<string, Values>>,
): Record<string, unknown> {
  const toReadableValues = (values: Values): Record<string, unknown> =>
    Object.fromEntries(Object.entries(values).map(([port, value]) => [port, toReadableValue(value)]))
  const input = workflow.edges.flatMap(({ source, sourceHandle, target, targetHandle }): [string, unknown][] => {
    const values = target === nodeId && Object.hasOwn(outputs, source) ? outputs[source] : undefined
    const value = values && sourceHandle ? values[sourceHandle] : undefined
    return value && targetHandle ? [[targetHandle, toReadableValue(value)]] : []
  })
  const nodes = Object.entries(outputs).map(([id, values]): [string, unknown] => [id, toReadableValues(values)])
  return {
    ...Object.fromEntries(nodes),
    ...workflow.settings.variables,
    input: addFirstInput(Object.fromEntries(input), input[0]?.[0]),
    ...(input[0] ? { last_response: input[0][1] } : {}),
    run: { id: 'sample', workflow: workflow.name },
  }
}
