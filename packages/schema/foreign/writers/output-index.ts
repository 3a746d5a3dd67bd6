import type { WorkflowEdge, WorkflowNode } from '../../document/workflow.ts'
import { getTypePorts } from '../node-mapping.ts'

/** Lists the outputs of a node: those of its type, the cases of a switch, and others that edges use. */
export function listOutputs({ type, data }: WorkflowNode, edges: readonly WorkflowEdge[]): string[] {
  const used = edges.flatMap(({ sourceHandle }) => (sourceHandle === undefined ? [] : [sourceHandle]))
  const cases = type === 'switch' && typeof data.config.cases === 'string' ? data.config.cases.split('\n') : []
  const own =
    cases.length > 0 ? [...cases.map((_name, index) => `case${index + 1}`), 'otherwise'] : getTypePorts(type).outputs
  return [...new Set([...own, ...used])]
}
