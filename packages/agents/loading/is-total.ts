import type { SourceRecord } from './read-records.ts'

const totalWord =
  /^(?:(?:grand|overall|sub)?[ -]?totals?|totals?|total general|total général|sum|summe|gesamt(?:summe|ergebnis)?|insgesamt|totaal|totale?|totales|totaux|ensemble|suma|soma|razem|celkem|összesen|итого|всего|合计|合計|總計|计|計)\s*[:.]?$/iu
const statistic =
  /^(?:mean|average|avg|median|std|sd|s\.d\.|rsd|stdev|std\.? ?dev\.?|standard deviation|cv|min(?:imum)?|max(?:imum)?|n|count|mittelwert|mittel|durchschnitt|standardabweichung|moyenne|écart[- ]type|media|promedio|gemiddelde)\s*(?:\(?%\)?)?[:.]?$/iu
const rounding = 0.006

/** True for a record that names itself a total, a mean or the like of others. */
export function isSummary({ cells }: SourceRecord): boolean {
  const first = cells.find((cell) => cell.trim() !== '')?.trim() ?? ''
  return totalWord.test(first) || statistic.test(first)
}

/**
 * True for a record that says it is the total of those above and is: a word for it in its first filled cell, and at
 * least half of its numbers the sums of their columns (within the rounding of what was added).
 */
export function isTotal(record: SourceRecord, above: readonly SourceRecord[]): boolean {
  const first = record.cells.find((cell) => cell.trim() !== '')?.trim() ?? ''
  if (!totalWord.test(first) || above.length < 2) return false
  let sums = 0
  let numbers = 0
  record.cells.forEach((cell, column) => {
    const value = numberOf(cell)
    if (value === undefined) return
    numbers++
    const sum = above.reduce((total, { cells }) => total + (numberOf(cells[column] ?? '') ?? 0), 0)
    if (Math.abs(sum - value) <= rounding * Math.max(1, Math.abs(value))) sums++
  })
  return numbers > 0 && sums >= numbers / 2
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
