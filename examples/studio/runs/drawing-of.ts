import {
  chartSettingsSchema,
  graphSpecSchema,
  type ChartSettings,
  type GraphSpec,
  type ResultTable,
  type RunView,
  type TableRef,
} from '@aw-flow/schema'

/** How a result is drawn; derived from its columns if not specified. */
export interface ResultDrawing {
  readonly points?: TableRef
  readonly links?: TableRef
  readonly graph?: GraphSpec
  readonly chart?: ChartSettings
}

/** The same settings return the same object, since a new object causes a redraw. */
const cache = new WeakMap<object, Pick<ResultDrawing, 'graph' | 'chart'>>()

/** The drawing of a result by its chart or graph node; uses the last links of the run if the node has none. */
export function drawingOf({ nodes, workflow }: RunView, { node, port, table }: ResultTable): ResultDrawing {
  const tableOf = (of: string, name: string): TableRef | undefined => {
    const value = nodes[of]?.outputs[name]
    return value?.kind === 'table' ? value.table : undefined
  }
  const ownLinks = tableOf(node, 'links')
  const links = ownLinks ?? tableOf(Object.keys(nodes).findLast((id) => tableOf(id, 'links')) ?? node, 'links')
  const points = tableOf(node, 'points') ?? (port === 'links' ? undefined : table)
  return { ...(points ? { points } : {}), ...(links ? { links } : {}), ...settingsOf(workflow, node) }
}

function settingsOf(workflow: RunView['workflow'], node: string): Pick<ResultDrawing, 'graph' | 'chart'> {
  const { type, data } = workflow?.nodes.find(({ id }) => id === node) ?? {}
  if (!data || (type !== 'graph' && type !== 'chart')) return {}
  const cached = cache.get(data.config)
  if (cached) return cached
  const value = (type === 'graph' ? graphSpecSchema : chartSettingsSchema).safeParse(data.config).data
  const settings = value ? { [type]: value } : {}
  cache.set(data.config, settings)
  return settings
}
