import { chartSpecSchema, type ChartSettings, type ChartSpec } from './chart.ts'
import { typeFamily, type Column } from './table.ts'

/** Facts about the values of a column, which column profiles contain. @public */
export interface ColumnFacts {
  readonly name: string
  readonly distinct?: number
  readonly semantic?: { readonly type: string } | undefined
}

const maxCategories = 50
const namesOfIds = /(^|[_\s.-])(id|uuid|guid|key|index|idx|nr|no)$|^(id|index|rowid|code|zip|postal.?code)/i
const placed = { x: /^(x|lon|lng|longitude)$/i, y: /^(y|lat|latitude)$/i }

/**
 * Suggests a chart for columns by their types, names and values: coordinates as a scatter plot, a time with a number as
 * a line chart, categories with a number as a bar chart, two numbers as a scatter plot, one as a histogram, categories
 * as counts. Deterministic.
 *
 * @internal
 */
export function suggestChart(columns: readonly Column[], facts: readonly ColumnFacts[] = []): ChartSpec {
  const known = new Map(facts.map((fact) => [fact.name, fact]))
  const isId = ({ name }: Column): boolean => {
    const type = known.get(name)?.semantic?.type
    return type === 'id' || type === 'postal-code' || (type === undefined && namesOfIds.test(name))
  }
  const distinct = ({ name }: Column): number | undefined => known.get(name)?.distinct
  const of = (family: string): Column[] => columns.filter(({ type }) => typeFamily(type) === family)
  const numbers = of('number').filter((column) => !isId(column) && distinct(column) !== 1)
  const isCategory = (column: Column): boolean => {
    const count = distinct(column)
    return !isId(column) && (count === undefined ? !isWordy(column) : count > 1 && count <= maxCategories)
  }
  const categories = [...of('text'), ...of('boolean')].filter(isCategory)
  const few = [...of('text'), ...of('boolean')].find((column) => isCategory(column) && (distinct(column) ?? 99) <= 10)
  const [time] = of('time')
  const x = numbers.find(({ name }) => placed.x.test(name))
  const y = numbers.find(({ name }) => placed.y.test(name))
  const measured = numbers.find((column) => column !== x && column !== y)
  const spec = (fields: Partial<ChartSpec>): ChartSpec => chartSpecSchema.parse(fields)
  const color = few ? { color: few.name } : {}

  if (x && y) return spec({ mark: 'scatter', x: x.name, y: y.name, ...color })
  if (time && measured) return spec({ mark: 'line', x: time.name, y: measured.name, measure: 'mean' })
  if (time) return spec({ mark: 'histogram', x: time.name })
  const [category] = categories
  if (numbers.length >= 2 && (!category || few))
    return spec({ mark: 'scatter', x: numbers[0]!.name, y: numbers[1]!.name, ...color })
  if (category && measured) return spec({ mark: 'bar', x: category.name, y: measured.name, measure: 'mean' })
  if (measured) return spec({ mark: 'histogram', x: measured.name })
  const [anything] = [...categories, ...columns.filter(({ type }) => typeFamily(type) !== 'nested')]
  return spec({ mark: 'bar', x: anything?.name ?? '' })
}

/** Resolves chart settings: `auto` becomes the suggested chart with the chosen columns and numbers. @internal */
export function chartOf(
  settings: ChartSettings,
  columns: readonly Column[],
  facts: readonly ColumnFacts[] = [],
): ChartSpec {
  const { mark, ...chosen } = settings
  if (mark !== 'auto') return { ...chosen, mark }
  const suggested = suggestChart(columns, facts)
  const { x, y, color, facet, measure, most, bins } = chosen
  if (x === '' && y === '') return { ...suggested, facet, most, bins, ...(color === '' ? {} : { color }) }
  const typeOf = (name: string): string => typeFamily(columns.find((column) => column.name === name)?.type ?? 'unknown')
  const measures = (name: string): boolean => typeOf(name) === 'number' || typeOf(name) === 'time'
  if (y === '') return { ...chosen, mark: measures(x) && measure === 'count' ? 'histogram' : 'bar' }
  if (x === '') return { ...chosen, mark: measures(y) ? 'box' : 'bar', ...(measures(y) ? {} : { x: y, y: '' }) }
  if (!measures(y)) return { ...chosen, mark: 'heat-map', color, facet, measure }
  const fit = typeOf(x) === 'time' ? 'line' : typeOf(x) === 'number' ? 'scatter' : 'bar'
  return { ...chosen, mark: fit, measure: measure === 'count' && fit !== 'scatter' ? 'mean' : measure }
}

/** Whether a column probably contains free text, with a different value in each row. */
const isWordy = ({ name }: Column): boolean =>
  /name|title|text|description|comment|note|address|url|email|street|message/i.test(name)
