import {
  chartSettingsSchema,
  graphSpecSchema,
  type ChartSettings,
  type GraphSpec,
  type ResultTable,
  type RunView,
  type TableRef,
} from '@aw-flow/schema'

/** How a result is drawn. Missing parts are derived from its columns. */
export interface ResultDrawing {
  readonly points?: TableRef
  readonly links?: TableRef
  readonly graph?: GraphSpec
  readonly chart?: ChartSettings
}

/** Parsed settings by node settings. The same object is returned each time, since a new object causes a redraw. */
const cache = new WeakMap<object, Pick<ResultDrawing, 'graph' | 'chart'>>()

/** Returns how a result's chart or graph node draws it. Uses the run's last links if the node has none. */
export function resolveDrawing({ nodes, workflow }: RunView, { node, port, table }: ResultTable): ResultDrawing {
  const findTable = (nodeId: string, name: string): TableRef | undefined => {
    const value = nodes[nodeId]?.outputs[name]
    return value?.kind === 'table' ? value.table : undefined
  }
  const nodeLinks = findTable(node, 'links')
  const links = nodeLinks ?? findTable(Object.keys(nodes).findLast((id) => findTable(id, 'links')) ?? node, 'links')
  const points = findTable(node, 'points') ?? (port === 'links' ? undefined : table)
  return { ...(points ? { points } : {}), ...(links ? { links } : {}), ...readDrawingSettings(workflow, node) }
}

function readDrawingSettings(workflow: RunView['workflow'], node: string): Pick<ResultDrawing, 'graph' | 'chart'> {
  const { type, data } = workflow?.nodes.find(({ id }) => id === node) ?? {}
  if (!data || (type !== 'graph' && type !== 'chart')) return {}
  const cached = cache.get(data.config)
  if (cached) return cached
  const value = (type === 'graph' ? graphSpecSchema : chartSettingsSchema).safeParse(data.config).data
  const settings = value ? { [type]: value } : {}
  cache.set(data.config, settings)
  return settings
}
