import { chartSpecSchema, type ChartSettings, type ChartSpec } from './chart.ts'
import { typeFamily, type Column } from './table.ts'

/** What is known of a column's values beyond its type; a column's profile is such a thing. */
export interface ColumnFacts {
  readonly name: string
  readonly distinct?: number
  readonly semantic?: { readonly type: string } | undefined
}

const mostCategories = 50
const namesOfIds = /(^|[_\s.-])(id|uuid|guid|key|index|idx|nr|no)$|^(id|index|rowid|code|zip|postal.?code)/i
const placed = { x: /^(x|lon|lng|longitude)$/i, y: /^(y|lat|latitude)$/i }

/**
 * The chart that fits columns best, by their types, names and what is known of their values: a pair of coordinates as a
 * scatter, a time with a number as a line, categories with a number as bars, two numbers as a scatter, one as a
 * histogram, categories as counts. Always the same for the same columns.
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
    return !isId(column) && (count === undefined ? !isWordy(column) : count > 1 && count <= mostCategories)
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

/** The chart that settings mean: with `auto`, the suggested one, but for the columns and numbers that are chosen. */
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

/** Texts that are read, not counted: there may be one for each row. */
const isWordy = ({ name }: Column): boolean =>
  /name|title|text|description|comment|note|address|url|email|street|message/i.test(name)
