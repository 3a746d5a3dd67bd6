import { defined, type RunView, type TableRef } from '@aw-flow/schema'
import {
  chartSettingsSchema,
  graphSpecSchema,
  type ChartSettings,
  type GraphSpec,
  type ResultTable,
} from '@aw-flow/schema/internal'

/** Tables and settings for drawing a result as a chart or graph. Views infer missing settings from the columns. */
export interface ResultDrawing {
  readonly points?: TableRef
  readonly links?: TableRef
  readonly graph?: GraphSpec
  readonly chart?: ChartSettings
}

/** Parsed settings, keyed by the node's settings object. Cached because a new object would cause a redraw. */
const cache = new WeakMap<object, Pick<ResultDrawing, 'graph' | 'chart'>>()

/**
 * Returns the tables and settings with which a node draws its result. If the node has no links table, uses the last one
 * in the run.
 */
export function resolveDrawing({ nodes, workflow }: RunView, { node, port, table }: ResultTable): ResultDrawing {
  const findTable = (nodeId: string, name: string): TableRef | undefined => {
    const value = nodes[nodeId]?.outputs[name]
    return value?.kind === 'table' ? value.table : undefined
  }
  const nodeLinks = findTable(node, 'links')
  const links = nodeLinks ?? findTable(Object.keys(nodes).findLast((id) => findTable(id, 'links')) ?? node, 'links')
  const points = findTable(node, 'points') ?? (port === 'links' ? undefined : table)
  return { ...defined({ points, links }), ...readDrawingSettings(workflow, node) }
}

function readDrawingSettings(workflow: RunView['workflow'], nodeId: string): Pick<ResultDrawing, 'graph' | 'chart'> {
  const { type, data } = workflow?.nodes.find(({ id }) => id === nodeId) ?? {}
  if (!data || (type !== 'graph' && type !== 'chart')) return {}
  const cached = cache.get(data.config)
  if (cached) return cached
  const value = (type === 'graph' ? graphSpecSchema : chartSettingsSchema).safeParse(data.config).data
  const settings = value ? { [type]: value } : {}
  cache.set(data.config, settings)
  return settings
}
