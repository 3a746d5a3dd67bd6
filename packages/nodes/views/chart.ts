import { defineNode, inputColumns } from '@aw-flow/engine'
import { chartOf, chartSettingsSchema, type ChartSettings, type Column, type Problem } from '@aw-flow/schema'
import { chosenColumns } from '../tables/column-names.ts'
import { tableInput } from '../table-input.ts'

/** Shows a table as a chart, and hands it on: what is drawn is worked out when somebody looks. */
export const chartNode = defineNode({
  type: 'chart',
  version: 1,
  family: 'views',
  title: 'Chart',
  description:
    'Shows a table as bars, lines, areas, points, a histogram, boxes or a heat map, and hands it on unchanged.',
  icon: 'chart-column',
  inputs: [{ name: 'table', type: 'table', label: 'Table', required: true }],
  outputs: [{ name: 'table', type: 'table', label: 'Table' }],
  settings: chartSettingsSchema,

  describe({ settings, inputs }) {
    const columns = inputColumns(inputs, 'table')
    return {
      outputs: { table: { type: 'table', ...(columns ? { columns } : {}) } },
      summary: summaryOf(settings, columns),
      problems: columns ? missingColumns(settings, columns) : [],
    }
  },

  run({ node, inputs }) {
    return Promise.resolve({ outputs: { table: { kind: 'table', table: tableInput(node, inputs) } } })
  },
})

const words = {
  bar: 'Bars',
  line: 'A line',
  area: 'An area',
  scatter: 'Points',
  histogram: 'A histogram',
  box: 'Boxes',
  'heat-map': 'A heat map',
}

function summaryOf(settings: ChartSettings, columns: readonly Column[] | undefined): string {
  if (!columns) return settings.mark === 'auto' ? 'The chart that fits best' : words[settings.mark]
  const { mark, x, y, facet } = chartOf(settings, columns)
  const axes = [...new Set([mark === 'histogram' ? '' : y, x])].filter((name) => name !== '')
  const of = axes.length === 0 ? '' : ` of ${axes.join(' over ')}`
  return `${words[mark]}${of}${facet === '' ? '' : `, by ${facet}`}`
}

/** A column that is gone is told before anybody looks; the node runs all the same, since it only hands on. */
function missingColumns({ x, y, color, facet }: ChartSettings, columns: readonly Column[]): Problem[] {
  return Object.entries({ x, y, color, facet }).flatMap(([setting, name]) =>
    name === ''
      ? []
      : chosenColumns([name], columns, setting).problems.map((problem): Problem => ({
          ...problem,
          severity: 'warning',
        })),
  )
}
