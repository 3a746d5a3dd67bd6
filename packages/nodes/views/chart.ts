import { message, type Message } from '@aw-flow/messages'
import { defineNode, getInputColumns } from '@aw-flow/engine'
import { defined, type Column, type Problem } from '@aw-flow/schema'
import { resolveChart, chartSettingsSchema, type ChartSettings } from '@aw-flow/schema/internal'
import { findColumns } from '../tables/column-names.ts'
import { requireTableInput } from '../table-input.ts'

/** Displays a table as a chart and passes it on. The chart data is computed when the chart is viewed. @internal */
export const chartNode = defineNode({
  type: 'chart',
  version: 1,
  family: 'views',
  title: 'Chart',
  description:
    'Shows a table as a bar, line, area, scatter or box plot, histogram or heat map. Passes it on unchanged.',
  icon: 'chart-column',
  inputs: [{ name: 'table', type: 'table', label: 'Table', required: true }],
  outputs: [{ name: 'table', type: 'table', label: 'Table' }],
  settings: chartSettingsSchema,

  describe({ settings, inputs }) {
    const columns = getInputColumns(inputs, 'table')
    return {
      outputs: { table: defined({ type: 'table', columns }) },
      summary: summarize(settings, columns),
      problems: columns ? createMissingColumnWarnings(settings, columns) : [],
    }
  },

  run({ node, inputs }) {
    return Promise.resolve({ outputs: { table: { kind: 'table', table: requireTableInput(node, inputs) } } })
  },
})

function summarize(settings: ChartSettings, columns: readonly Column[] | undefined): Message {
  if (!columns) return message('chart.mark', { mark: settings.mark })
  const { mark, x, y, facet, facetRow } = resolveChart(settings, columns)
  const [column = '', over = ''] = [...new Set([mark === 'histogram' ? '' : y, x])].filter((name) => name !== '')
  return message('chart.summary', {
    mark: message('chart.mark', { mark }),
    axes: column === '' ? '' : message('chart.axes', { column, over }),
    facet:
      facet + facetRow === ''
        ? ''
        : message('chart.facet', { column: [facet, facetRow].filter((name) => name !== '').join(', ') }),
  })
}

/** Returns a warning for each missing column. The node can still run, because it only passes the table on. */
function createMissingColumnWarnings(
  { x, y, color, facet, facetRow }: ChartSettings,
  columns: readonly Column[],
): Problem[] {
  return Object.entries({ x, y, color, facet, facetRow }).flatMap(([setting, name]) =>
    name === ''
      ? []
      : findColumns([name], columns, setting).problems.map((problem): Problem => ({
          ...problem,
          severity: 'warning',
        })),
  )
}
