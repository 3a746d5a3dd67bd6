import type { SourceRecord } from '../detect/read-records.ts'

const totalWord =
  /^(?:(?:grand|overall|sub)?[ -]?totals?|totals?|total general|total général|sum|summe|gesamt(?:summe|ergebnis)?|insgesamt|totaal|totale?|totales|totaux|ensemble|suma|soma|razem|celkem|összesen|итого|всего|合计|合計|總計|计|計)\s*[:.]?$/iu
/** "State Total", "24h total". */
const placeTotal = /^\S{2,20} totals?\s*:?$/i
const statistic =
  /^(?:(?:overall )?(?:mean|average)|mean|average|avg|median|std|sd|s\.d\.|rsd|stdev|std\.? ?dev\.?|standard deviation|cv|min(?:imum)?|max(?:imum)?|n|count|mittelwert|mittel|durchschnitt|standardabweichung|moyenne|écart[- ]type|media|promedio|gemiddelde)\s*(?:\(?%\)?)?[:.]?$/iu
const rounding = 0.006

/** True for a record that names itself a total, a mean or the like of others. */
export const isSummary = (record: SourceRecord): boolean => totalWord.test(labelOf(record)) || isStatistic(record)

/** True for a record that names itself a mean, a deviation or an extreme of others. */
export const isStatistic = (record: SourceRecord): boolean => statistic.test(labelOf(record))

const labelOf = ({ cells }: SourceRecord): string => cells.find((cell) => cell.trim() !== '')?.trim() ?? ''

/**
 * True for a record that says it is the total of those above and is. Either at least half of its numbers are the sums
 * (or, where it says so, the means) of their columns, within the rounding of what was added; or no other record says so,
 * and at least half of its numbers are none below the largest of their columns: totals of weighted or hidden figures.
 */
export function isTotal(record: SourceRecord, above: readonly SourceRecord[], below: readonly SourceRecord[]): boolean {
  const label = labelOf(record)
  const isMean = /^(?:overall )?(?:mean|average|avg|mittel|durchschnitt|moyenne|media|promedio|gemiddelde)/i.test(label)
  if (!(totalWord.test(label) || isMean || placeTotal.test(label)) || above.length < 2) return false
  const column = record.cells.findIndex((cell) => cell.trim() !== '')
  const others = [...above, ...below].map(({ cells }) => cells[column]?.trim() ?? '')
  const isAlone = above.length >= 3 && !others.some((cell) => totalWord.test(cell) || placeTotal.test(cell))
  // A column of numbers has no label to tell a total by.
  const isWorded = others.filter((cell) => numberOf(cell) !== undefined).length < others.length / 2
  const { numbers, sums, means, tops } = compared(record, above)
  if (numbers === 0) return false
  if (isMean) return means >= numbers / 2
  return sums >= numbers / 2 || (isAlone && (isWorded || column > 0) && tops >= numbers / 2)
}

/**
 * True for a last record of numbers alone where all others (five and more) have a text in front, whose numbers are the
 * sums of their columns.
 */
export function isUnlabelledTotal(record: SourceRecord, above: readonly SourceRecord[]): boolean {
  const [first = '', ...others] = record.cells
  if (first.trim() !== '' || above.length < 5) return false
  if (!others.every((cell) => cell.trim() === '' || numberOf(cell) !== undefined)) return false
  const isLabelled = above.every(({ cells }) => {
    const label = cells[0]?.trim() ?? ''
    return label !== '' && numberOf(label) === undefined
  })
  if (others.every((cell) => (numberOf(cell) ?? 0) === 0)) return false
  const { numbers, sums } = compared(record, above)
  return isLabelled && sums > 0 && sums >= numbers / 2
}

/** How many numbers a record has, and how many of them are the sum, the mean, or at least the top of those above. */
function compared(record: SourceRecord, above: readonly SourceRecord[]) {
  const counts = { numbers: 0, sums: 0, means: 0, tops: 0 }
  record.cells.forEach((cell, column) => {
    const value = numberOf(cell)
    if (value === undefined) return
    const values = above.flatMap(({ cells }) => numberOf(cells[column] ?? '') ?? [])
    if (values.length === 0) return
    const sum = values.reduce((total, one) => total + one, 0)
    const isNear = (other: number): boolean => Math.abs(other - value) <= rounding * Math.max(1, Math.abs(value))
    counts.numbers++
    if (isNear(sum)) counts.sums++
    if (isNear(sum / values.length)) counts.means++
    if (value >= values.reduce((max, one) => Math.max(max, one), 0)) counts.tops++
  })
  return counts
}

/** A cell as a number whatever its marks: the last of `.` and `,` is the decimal mark where fewer or more than three digits follow. */
function numberOf(cell: string): number | undefined {
  // Two values in one cell ("1,204   47.9%") are no number.
  if (/\S\s{2,}\S/.test(cell.trim())) return undefined
  const bare = cell.replace(/[\s\u00A0\u202F'’\p{Sc}%]/gu, '')
  if (!/^[-+]?[\d.,]*\d[\d.,]*$/.test(bare)) return undefined
  const mark = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','))
  const isDecimal = mark >= 0 && (bare.length - mark - 1 !== 3 || /^[-+]?0[.,]/.test(bare))
  const whole = (isDecimal ? bare.slice(0, mark) : bare).replace(/[.,]/g, '')
  return Number(isDecimal ? `${whole}.${bare.slice(mark + 1)}` : whole)
}
