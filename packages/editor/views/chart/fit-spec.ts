import { typeFamily, type ChartMark, type ChartSpec, type Column } from '@aw-flow/schema'

export type ChartField = 'x' | 'y' | 'measure' | 'color' | 'facet'

/** The fields of a kind of chart, in display order. */
export function fieldsOf({ mark, measure }: ChartSpec): readonly ChartField[] {
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

const isMeasured = ({ type }: Column): boolean => typeFamily(type) === 'number' || /^(DATE|TIMESTAMP)/.test(type)
const isNumber = ({ type }: Column): boolean => typeFamily(type) === 'number'
const isPlain = ({ type }: Column): boolean => typeFamily(type) !== 'nested'

/** The columns that fit a field. */
export function columnsFor(field: ChartField, spec: ChartSpec, columns: readonly Column[]): readonly Column[] {
  const { mark, measure } = spec
  const axis = mark === 'scatter' ? isMeasured : isPlain
  if (field === 'x') return columns.filter(mark === 'histogram' ? isMeasured : axis)
  if (field === 'y') {
    if (mark === 'scatter' || mark === 'heat-map') return columns.filter(axis)
    return columns.filter(mark === 'box' || measure !== 'distinct' ? isNumber : isPlain)
  }
  if (field === 'color' && mark === 'heat-map') return columns.filter(measure === 'distinct' ? isPlain : isNumber)
  return columns.filter(isPlain)
}

/** Whether a field can be empty. */
export const isOptional = (field: ChartField, { mark }: ChartSpec): boolean =>
  field === 'facet' || (field === 'color' && mark !== 'heat-map') || (field === 'x' && mark === 'box')

/** A spec whose columns fit its kind of chart: others are replaced by the first that fits. */
export function fitSpec(spec: ChartSpec, columns: readonly Column[]): ChartSpec {
  const fitted = { ...spec }
  const taken = (): string[] => [fitted.x, fitted.y]
  for (const field of fieldsOf(spec)) {
    if (field === 'measure') continue
    const fit = columnsFor(field, spec, columns)
    if (fit.some(({ name }) => name === fitted[field])) continue
    if (isOptional(field, spec)) fitted[field] = ''
    else fitted[field] = (fit.find(({ name }) => !taken().includes(name)) ?? fit[0])?.name ?? ''
  }
  // Scatter plots and histograms have no measure; a measure without a number counts.
  const needs = spec.mark === 'heat-map' ? 'color' : 'y'
  const measures: readonly ChartMark[] = ['bar', 'line', 'area', 'heat-map']
  if (measures.includes(spec.mark) && spec.measure !== 'count' && fitted[needs] === '') fitted.measure = 'count'
  return fitted
}
