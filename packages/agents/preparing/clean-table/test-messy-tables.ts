/** A cell of a labeled table: what the file contains, and what a person expects in a clean table. */
interface LabeledCell {
  dirty: string
  clean: string
}

/** A small messy table with the faults that a person lists. */
export interface LabeledTable {
  name: string
  columns: string[]
  rows: { isDropped: boolean; cells: LabeledCell[] }[]
  csv: string
}

/** The comparison of a prepared table with the labels. Faults are the faulty cells of one kind in one column. */
export interface Score {
  faults: string[]
  mended: Set<string>
  rightCells: number
  changedCells: string[]
}

/** Parses the labeled tables; see the head of `messy-tables.txt` for the notation. */
export function parseLabeledTables(source: string): LabeledTable[] {
  const sections = source.split(/^## /m).slice(1)
  return sections.map((section) => {
    const [name = '', header = '', ...lines] = section.split('\n').filter((line) => line !== '')
    const columns = header.split('|').map((column) => column.trim())
    const rows = lines.map((line) => {
      const isDropped = line.startsWith('-')
      const texts = (isDropped ? line.slice(1) : line).split('|')
      const cells = columns.map((_, index) => {
        const [dirty = '', clean = dirty.trim()] = (texts[index] ?? '').split('=>')
        return { dirty, clean }
      })
      return { isDropped, cells }
    })
    const csvLines = [header.split('|'), ...rows.map(({ cells }) => cells.map(({ dirty }) => dirty))]
    const csv = csvLines
      .map((cells) => cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell}"` : cell)).join(','))
      .join('\n')
    return { name, columns, rows, csv: `${csv}\n` }
  })
}

/**
 * Compares the rows of a prepared table with the labels.
 *
 * @param result The cells of the prepared table as text, in the order of the labeled columns. Dropped rows are missing.
 */
export function scoreTable({ columns, rows }: LabeledTable, result: readonly (readonly (string | null)[])[]): Score {
  const matches = alignRows(rows, result)
  const faults = new Map<string, boolean>()
  const changedCells: string[] = []
  let rightCells = 0
  rows.forEach(({ isDropped, cells }, row) => {
    const found = result[matches[row] ?? -1]
    if (isDropped) {
      faults.set(`row ${row + 1}: ${cells.map(({ dirty }) => dirty).join('|')}`, found === undefined)
      return
    }
    cells.forEach((cell, column) => {
      const text = found ? (found[column] ?? '') : undefined
      const isMended = text !== undefined && isEqual(text, cell.clean)
      if (cell.dirty === cell.clean) {
        rightCells++
        if (!isMended && text !== cell.dirty)
          changedCells.push(`${columns[column]} ${row + 1}: ${cell.dirty} -> ${text ?? 'dropped'}`)
        return
      }
      const fault = `${columns[column]}: ${classify(cell)}`
      faults.set(fault, (faults.get(fault) ?? true) && isMended)
    })
  })
  const mended = new Set([...faults].flatMap(([fault, isMended]) => (isMended ? [fault] : [])))
  return { faults: [...faults.keys()], mended, rightCells, changedCells }
}

function classify({ dirty, clean }: LabeledCell): string {
  if (dirty.trim() === clean) return 'blanks'
  if (dirty.trim().toLowerCase() === clean.toLowerCase()) return 'case'
  return clean === '' ? 'missing' : `"${dirty}"`
}

/** Aligns labeled rows with the rows of the result by the largest number of equal cells, in order. */
function alignRows(
  rows: LabeledTable['rows'],
  result: readonly (readonly (string | null)[])[],
): (number | undefined)[] {
  const scores = Array.from({ length: rows.length + 1 }, () => Array.from({ length: result.length + 1 }, () => 0))
  const scoreMatch = (row: number, other: number): number => {
    const { cells, isDropped } = rows[row]!
    const equalCount = cells.filter(
      ({ dirty, clean }, index) => isEqual(result[other]![index] ?? '', clean) || result[other]![index] === dirty,
    ).length
    return equalCount + (isDropped ? 0 : 0.5)
  }
  for (let row = rows.length - 1; row >= 0; row--)
    for (let other = result.length - 1; other >= 0; other--)
      scores[row]![other] = Math.max(
        scores[row + 1]![other]!,
        scores[row]![other + 1]!,
        scores[row + 1]![other + 1]! + scoreMatch(row, other),
      )
  const matches: (number | undefined)[] = []
  for (let row = 0, other = 0; row < rows.length; row++) {
    while (other < result.length && scores[row]![other] === scores[row]![other + 1]) other++
    const isMatched = other < result.length && scores[row]![other] !== scores[row + 1]![other]
    matches.push(isMatched ? other++ : undefined)
  }
  return matches
}

const trueWords = /^(?:true|yes|y|ja|j|x|1|wahr)$/i
const falseWords = /^(?:false|no|n|nein|0|falsch|)$/i
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Returns whether a cell has the expected value. A different notation of an equal value is equal. */
function isEqual(text: string, expected: string): boolean {
  if (text === expected) return true
  if (text === 'true') return trueWords.test(expected)
  if (text === 'false') return falseWords.test(expected)
  if (/^-?\d+(?:\.\d+)?$/.test(text) && /\d/.test(expected)) return readNumbers(expected).includes(Number(text))
  const date = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d:\d\d):\d\d)?$/.exec(text)
  if (!date) return false
  const [, ...parts] = date
  const words = expected.toLowerCase().match(/[a-z]{3,}|\d+/g) ?? []
  const numbers = words.map((word) =>
    months.includes(word.slice(0, 3)) ? months.indexOf(word.slice(0, 3)) + 1 : Number(word),
  )
  return parts.slice(0, 3).every((part) => numbers.includes(Number(part)))
}

/** Returns the numbers that a text can represent: its separators may be decimal or thousands separators. */
function readNumbers(expected: string): number[] {
  const digits = expected.replaceAll(/[^\d.,-]/g, '')
  const plain = [digits, digits.replaceAll(',', ''), digits.replaceAll('.', '').replace(',', '.')].map(Number)
  return expected.includes('%') ? [...plain, ...plain.map((number) => number / 100)] : plain
}
