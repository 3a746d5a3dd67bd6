import type { Config, Workflow } from '@aw-flow/schema'
import { workflowFormatVersion } from '@aw-flow/schema/internal'

/** Creates a workflow that is a chain of nodes, each of which receives the table output by the previous node. */
export function createChain(
  name: string,
  steps: readonly { id: string; type: string; label: string; config?: Config }[],
): Workflow {
  return {
    version: workflowFormatVersion,
    name,
    status: 'draft',
    tags: [],
    settings: {},
    nodes: steps.map(({ id, type, label, config = {} }, index) => ({
      id,
      type,
      position: { x: 40 + index * 300, y: 120 },
      data: { label, config },
    })),
    edges: steps.slice(1).map(({ id: target }, index) => {
      const source = steps[index]!.id
      return { id: `${source}-${target}`, source, target, sourceHandle: 'table', targetHandle: 'table' }
    }),
  }
}
