import {
  chartSettingsSchema,
  graphSpecSchema,
  type ChartSettings,
  type GraphSpec,
  type ResultTable,
  type RunView,
  type TableRef,
} from '@aw-flow/schema'

/** What is drawn of a result. How it is drawn is suggested by its columns where nothing is said here. */
export interface ResultDrawing {
  readonly points?: TableRef
  readonly links?: TableRef
  readonly graph?: GraphSpec
  readonly chart?: ChartSettings
}

/** Equal answers for one configuration stay one object: another one is drawn anew. */
const read = new WeakMap<object, Pick<ResultDrawing, 'graph' | 'chart'>>()

/** A result as its node draws it, where that is a chart or a graph; links are the run's last where it has none itself. */
export function drawingOf({ nodes, workflow }: RunView, { node, port, table }: ResultTable): ResultDrawing {
  const tableOf = (of: string, name: string): TableRef | undefined => {
    const value = nodes[of]?.outputs[name]
    return value?.kind === 'table' ? value.table : undefined
  }
  const own = tableOf(node, 'links')
  const links = own ?? tableOf(Object.keys(nodes).findLast((id) => tableOf(id, 'links')) ?? node, 'links')
  const points = tableOf(node, 'points') ?? (port === 'links' ? undefined : table)
  return { ...(points ? { points } : {}), ...(links ? { links } : {}), ...settingsOf(workflow, node) }
}

function settingsOf(workflow: RunView['workflow'], node: string): Pick<ResultDrawing, 'graph' | 'chart'> {
  const { type, data } = workflow?.nodes.find(({ id }) => id === node) ?? {}
  if (!data || (type !== 'graph' && type !== 'chart')) return {}
  const known = read.get(data.config)
  if (known) return known
  const value = (type === 'graph' ? graphSpecSchema : chartSettingsSchema).safeParse(data.config).data
  const settings = value ? { [type]: value } : {}
  read.set(data.config, settings)
  return settings
}
