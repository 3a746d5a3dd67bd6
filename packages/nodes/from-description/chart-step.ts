import { isNumber } from '@aw-flow/engine'
import type { Config } from '@aw-flow/schema'
import { blank, readColumns } from './clause-words.ts'
import { findChartMark } from './chart-marks.ts'
import { createNextStep, type NamedStep, type StepContext } from './named-step.ts'

/** Words of a request for a chart that do not name a column. */
const chartWords =
  /\b(?:show|draw|make|create|plot|display|visuali[sz]e|chart|graph|diagram|histogram|box|heat|map|bar|line|area|scatter|pie|column|as|zeige|zeichne|erstelle|als|balken|saulen|linien)\w*/giu

/**
 * Reads a chart of the columns that a clause names literally. Without named columns, the chart shows the first measure
 * of the preceding step over its first group.
 */
export function readChart(
  clause: string,
  folded: string,
  { columns, sourceColumns }: StepContext,
): NamedStep | undefined {
  const mark = findChartMark(folded)
  const named = readColumns(
    blank(clause, /\b(?:over|against|vs\.?|versus|uber|über|gegen|per|by|je|pro|nach|of|it|result)\b/giu),
    columns,
    chartWords,
  )
  const isComputed = ({ name }: { name: string }): boolean =>
    sourceColumns.flat().every((source) => source.name !== name)
  const measure = columns.find((column) => isNumber(column.type) && isComputed(column))
  const computedPair = columns.length > 1 && measure && columns[0] !== measure ? [columns[0]!, measure] : []
  const usedColumns = named.columns.length > 0 ? named.columns : computedPair
  const [first, second, ...others] = usedColumns
  if (!mark || !first || others.length > 0) return undefined
  if (mark === 'histogram')
    return second ? undefined : createNextStep([{ type: 'chart', config: { mark, x: first.name } }], named.unreadWords)
  if (!second) {
    const isMeasureOfGroup = named.columns.length === 1 && first === measure && columns[0] !== measure
    const x = isMeasureOfGroup ? columns[0]!.name : first.name
    const y = isMeasureOfGroup ? first.name : ''
    return createChart({ mark, x, y, measure: y === '' ? 'count' : 'sum' }, named.unreadWords)
  }
  // "a over b", "a by b" and "a against b" put `b` on the horizontal axis.
  const isVerticalFirst = named.columns.length > 0 && isNumber(first.type)
  const [x, y] = isVerticalFirst ? [second, first] : [first, second]
  if (!isNumber(y.type)) return undefined
  return createChart(
    { mark, x: x.name, y: y.name, ...(mark === 'scatter' ? {} : { measure: 'sum' }) },
    named.unreadWords,
  )
}

const createChart = (config: Config, unreadWords: readonly string[]): NamedStep =>
  createNextStep([{ type: 'chart', config }], unreadWords)
