import { countCells, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'
import { findMax, findMin } from '../large-lists.ts'

const minYearShare = 0.7
const minCells = 3
const yearPattern = /^(?:1[5-9]|20)\d{2}$/
const shortYearPattern = /^['’]?(\d{2})$/

const placeholderPattern = /^(?:0+|1000|1111|9999)$/

/**
 * Finds placeholders and two-digit years in a column of four-digit years. A two-digit year is repaired if only one
 * century places it between the first and last year of the column. Otherwise, it is reported without a repair.
 */
export function findShortYears(values: readonly DistinctValue[]): Inconsistency | undefined {
  const years = values.flatMap(({ text }) => (yearPattern.test(text) ? [Number(text)] : []))
  const shortYears = values.flatMap((entry) => {
    const [, digits] = shortYearPattern.exec(entry.text) ?? []
    return digits === undefined ? [] : [{ ...entry, digits }]
  })
  const shortYearCellCount = countCells(shortYears)
  const yearCellCount = countCells(values.filter(({ text }) => yearPattern.test(text)))
  const placeholders = values.filter(({ text }) => placeholderPattern.test(text))
  const reportedCellCount = shortYearCellCount + countCells(placeholders)
  if (reportedCellCount < minCells || yearCellCount < minYearShare * countCells(values)) return undefined
  // If there are other numbers, the column does not contain years.
  const isOtherNumber = (text: string): boolean =>
    /^\d+$/.test(text) && text.length !== 2 && !yearPattern.test(text) && !placeholderPattern.test(text)
  if (values.some(({ text }) => isOtherNumber(text))) return undefined
  const [first, last] = [findMin(years), findMax(years)]
  const rewrites = new Map<string, Rewrite>(placeholders.map(({ text }) => [text, { replacement: '', logOdds: 3 }]))
  for (const { text, digits } of shortYears) {
    const candidateYears = [15, 16, 17, 18, 19, 20]
      .map((century) => century * 100 + Number(digits))
      .filter((year) => year >= first && year <= last)
    rewrites.set(text, {
      ...(candidateYears.length === 1 ? { replacement: String(candidateYears[0]) } : {}),
      logOdds: 4,
    })
  }
  const [example] = rewrites
  return {
    kind: 'date-format',
    params: { canonical: String(years[0] ?? ''), example: example?.[0] ?? '', forms: 2 },
    rewrites,
  }
}
