import type { NodeType, DescriptionPlan } from '@aw-flow/schema'
import { workflowFormatVersion } from '@aw-flow/schema/internal'

/** Spacing of generated nodes, in canvas units. */
const columnWidth = 304
const rowHeight = 160

/**
 * Converts a plan to a workflow. An empty plan becomes a workflow with only a Manual start node, to which the user can
 * add steps.
 *
 * @param options.dataset - The dataset for the first Load node.
 * @internal
 */
export function createPlannedWorkflow(
  { nodes, edges }: DescriptionPlan,
  { name, types, dataset }: { name: string; types: readonly NodeType[]; dataset: string | undefined },
) {
  const titles = new Map(types.map(({ type, title }) => [type, title]))
  const columnsById = new Map<string, number>()
  let row = -1
  const firstSourceId = nodes.find(({ type }) => type === 'loading')?.id
  const positionedNodes = nodes.map(({ id, type, config }) => {
    const sources = edges.filter(({ target }) => target === id).map(({ source = '' }) => columnsById.get(source) ?? 0)
    const column = sources.length === 0 ? 0 : Math.max(...sources) + 1
    row = sources.length === 0 ? row + 1 : sources.length > 1 ? 0 : row
    columnsById.set(id, column)
    return {
      id,
      type,
      position: { x: 100 + column * columnWidth, y: 100 + row * rowHeight },
      data: {
        label: titles.get(type) ?? type,
        config: { ...config, ...(id === firstSourceId && dataset !== undefined ? { dataset } : {}) },
      },
    }
  })
  const startNode = {
    id: 'start',
    type: 'trigger',
    position: { x: 100, y: 100 },
    data: { label: 'Manual Trigger', config: {} },
  }
  return {
    version: workflowFormatVersion,
    name,
    nodes: positionedNodes.length > 0 ? positionedNodes : [startNode],
    edges: edges.flatMap(({ source, ...edge }, index) =>
      source === undefined ? [] : [{ id: `edge-${index + 1}`, source, ...edge }],
    ),
  }
}
