import type { Column } from '@aw-flow/schema'
import { getTypeFamily, type ChartMark, type ChartSpec } from '@aw-flow/schema/internal'

export type ChartField = 'x' | 'y' | 'measure' | 'color' | 'facet' | 'facetRow'

/** Returns the form fields for a chart type, in display order. */
export function listFields(spec: ChartSpec): readonly ChartField[] {
  const fields = listBaseFields(spec)
  // A second facet column is available only after the first one is set.
  return fields.includes('facet') && spec.facet !== '' ? [...fields, 'facetRow'] : fields
}

function listBaseFields({ mark, measure }: ChartSpec): readonly ChartField[] {
  const isCount = measure === 'count'
  switch (mark) {
    case 'bar':
    case 'line':
    case 'area':
      return isCount ? ['x', 'measure', 'color', 'facet'] : ['x', 'measure', 'y', 'color', 'facet']
    case 'scatter':
      return ['x', 'y', 'color', 'facet']
    case 'histogram':
      return ['x', 'color', 'facet']
    case 'box':
      return ['y', 'x', 'facet']
    case 'heat-map':
      return isCount ? ['x', 'y', 'measure'] : ['x', 'y', 'measure', 'color']
  }
}

/** Returns the form fields to show while the columns determine the chart type. Both axes are always included. */
export const listSuggestedFields = (spec: ChartSpec): readonly ChartField[] => [
  'x',
  'y',
  ...listFields(spec).filter((field) => field !== 'x' && field !== 'y'),
]

const isContinuous = ({ type }: Column): boolean => getTypeFamily(type) === 'number' || /^(DATE|TIMESTAMP)/.test(type)
const isNumber = ({ type }: Column): boolean => getTypeFamily(type) === 'number'
const isScalar = ({ type }: Column): boolean => getTypeFamily(type) !== 'nested'

/** Returns the columns available for an axis while the columns determine the chart type. */
export const filterAxisColumns = (columns: readonly Column[]): readonly Column[] => columns.filter(isScalar)

/** Returns the columns that are suitable for a field. */
export function filterColumns(field: ChartField, spec: ChartSpec, columns: readonly Column[]): readonly Column[] {
  const { mark, measure } = spec
  const isAxisColumn = mark === 'scatter' ? isContinuous : isScalar
  if (field === 'x') return columns.filter(mark === 'histogram' ? isContinuous : isAxisColumn)
  if (field === 'y') {
    if (mark === 'scatter' || mark === 'heat-map') return columns.filter(isAxisColumn)
    return columns.filter(mark === 'box' || measure !== 'distinct' ? isNumber : isScalar)
  }
  if (field === 'color' && mark === 'heat-map') return columns.filter(measure === 'distinct' ? isScalar : isNumber)
  return columns.filter(isScalar)
}

/** Returns whether a field may be empty. */
export const isOptional = (field: ChartField, { mark }: ChartSpec): boolean =>
  field === 'facet' ||
  field === 'facetRow' ||
  (field === 'color' && mark !== 'heat-map') ||
  (field === 'x' && mark === 'box')

/** Adjusts a specification so that it can be drawn: columns that do not suit the chart type are cleared or replaced. */
export function fitSpec(spec: ChartSpec, columns: readonly Column[]): ChartSpec {
  const adjustedSpec = { ...spec, ...(spec.facet === '' ? { facetRow: '' } : {}) }
  const listUsedColumns = (): string[] => [adjustedSpec.x, adjustedSpec.y]
  for (const field of listFields(spec)) {
    if (field === 'measure') continue
    const candidates = filterColumns(field, spec, columns)
    if (candidates.some(({ name }) => name === adjustedSpec[field])) continue
    if (isOptional(field, spec)) adjustedSpec[field] = ''
    else
      adjustedSpec[field] =
        (candidates.find(({ name }) => !listUsedColumns().includes(name)) ?? candidates[0])?.name ?? ''
  }
  // Scatter plots and histograms do not aggregate. An aggregation without a column becomes a count.
  const valueField = spec.mark === 'heat-map' ? 'color' : 'y'
  const aggregatedMarks: readonly ChartMark[] = ['bar', 'line', 'area', 'heat-map']
  if (aggregatedMarks.includes(spec.mark) && spec.measure !== 'count' && adjustedSpec[valueField] === '')
    adjustedSpec.measure = 'count'
  return adjustedSpec
}
