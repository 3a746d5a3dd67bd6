import { codeOf, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { computedTally, exceptionsOf, type Predictor } from './predictor.ts'

/** A column whose values are concatenations of other columns' values and fixed text. */
export interface Composition {
  to: number
  parts: readonly Part[]
  /** Share of rows whose value is a different text. */
  differing: number
  /** Rate of legitimate exceptions. */
  exceptions: number
}

/** A fixed text, or the value of a column: unchanged, in a different letter case, or padded with zeros to a width. */
export type Part = { text: string } | { column: number; form: Form; width: number }

type Form = 'same' | 'lower' | 'upper' | 'zeros'

const minFitting = 0.85
const maxDiffering = 0.2
const maxParts = 8
const maxLength = 80
const sampleRows = 4000

/**
 * Finds columns that are composed of others in almost all rows ("al_scip-1" of "al" and "scip-1").
 *
 * @param noise - Share of cells that are wrong by the evidence of their own columns.
 * @yields After each column.
 */
export function* findCompositions({ rows, columns }: EncodedTable, noise: number): Generator<undefined, Composition[]> {
  const step = Math.max(1, Math.floor(rows / sampleRows))
  const found: Composition[] = []
  for (const [to, column] of columns.entries()) {
    yield
    const sample: number[] = []
    for (let row = 0; row < rows; row += step) if (column.believed[row] !== 0) sample.push(row)
    if (sample.length < 20 || column.values.length - 1 < 3) continue
    const parts = findParts(columns, to, sample)
    if (!parts) continue
    const fitting = sample.filter((row) => compose(columns, parts, row) === textOf(column, row)).length
    const differing = 1 - fitting / sample.length
    if (differing <= maxDiffering && differing < 0.2 * (1 - modeShare(column, rows)))
      found.push({ to, parts, differing, exceptions: exceptionsOf(differing, noise, 1 + parts.length) })
  }
  return found
}

/** Share of the most frequent value, which is what a fixed text would explain. */
const modeShare = ({ counts }: EncodedColumn, rows: number): number =>
  counts.reduce((max, count, code) => (code > 0 && count > max ? count : max), 0) / rows

const textOf = (column: EncodedColumn, row: number): string => column.values[column.believed[row] as number] as string

/** Finds parts from the start of the values: at each position the column that fits most rows, or a fixed character. */
function findParts(columns: readonly EncodedColumn[], to: number, sample: readonly number[]): Part[] | undefined {
  const column = columns[to] as EncodedColumn
  let open = sample.map((row) => ({ row, text: textOf(column, row), at: 0 }))
  if (open.reduce((sum, { text }) => sum + text.length, 0) > maxLength * open.length) return undefined
  const minRows = minFitting * open.length
  const parts: Part[] = []
  const used = new Set<number>()
  while (open.filter(({ text, at }) => at < text.length).length >= minRows) {
    if (parts.length >= maxParts) return undefined
    const next = appendColumn(columns, to, open, used) ?? appendText(open)
    if (!next || next.open.length < minRows) return undefined
    if ('column' in next.part) used.add(next.part.column)
    const last = parts.at(-1)
    if ('text' in next.part && last && 'text' in last) last.text += next.part.text
    else parts.push(next.part)
    open = next.open
  }
  if (open.filter(({ text, at }) => at === text.length).length < minRows) return undefined
  const columnParts = parts.filter((part) => 'column' in part)
  // A copy of one column is an ordinary dependency.
  return columnParts.length >= 2 || (columnParts.length === 1 && parts.length > 1) ? parts : undefined
}

interface Reading {
  row: number
  text: string
  at: number
}

interface Extension {
  part: Part
  open: Reading[]
}

function appendColumn(
  columns: readonly EncodedColumn[],
  to: number,
  open: readonly Reading[],
  used: ReadonlySet<number>,
): Extension | undefined {
  let best: (Extension & { score: number }) | undefined
  const maxMisses = (1 - minFitting) * open.length
  const candidateForms = open.some(({ text, at }) => text[at] === '0')
    ? forms
    : forms.filter((form) => form !== 'zeros')
  columns.forEach((column, at) => {
    if (at === to || used.has(at)) return
    for (const form of candidateForms) {
      const width = form === 'zeros' ? commonWidth(open.map(({ row }) => textOf(column, row).length)) : 0
      const extended: Reading[] = []
      const seen = new Set<string>()
      let length = 0
      let misses = 0
      for (const reading of open) {
        const value = formed(textOf(column, reading.row), form, width)
        if (value === '' || !reading.text.startsWith(value, reading.at)) {
          // An early exit for most columns, because tables may have hundreds.
          if (++misses > maxMisses) break
          continue
        }
        extended.push({ ...reading, at: reading.at + value.length })
        seen.add(value)
        length += value.length
      }
      if (extended.length < minFitting * open.length || seen.size < 2) continue
      // Longer parts are less likely to fit by chance.
      const score = extended.length / open.length + Math.min(0.5, length / extended.length / 20)
      if (!best || score > best.score + 1e-9) best = { part: { column: at, form, width }, open: extended, score }
    }
  })
  return best
}

/** The 98th percentile of the widths. */
function commonWidth(lengths: number[]): number {
  return lengths.sort((a, b) => a - b)[Math.floor(0.98 * (lengths.length - 1))] ?? 0
}

const forms: readonly Form[] = ['same', 'lower', 'upper', 'zeros']

function formed(text: string, form: Form, width: number): string {
  if (form === 'lower') return text.toLowerCase()
  if (form === 'upper') return text.toUpperCase()
  if (form === 'zeros') return /^\d+$/.test(text) ? text.padStart(width, '0') : text
  return text
}

function appendText(open: readonly Reading[]): Extension | undefined {
  const counts = new Map<string, number>()
  for (const { text, at } of open)
    if (at < text.length) counts.set(text[at] as string, (counts.get(text[at] as string) ?? 0) + 1)
  const [mode] = [...counts].sort((a, b) => b[1] - a[1])
  if (!mode) return undefined
  const extended = open.flatMap((reading) =>
    reading.text[reading.at] === mode[0] ? [{ ...reading, at: reading.at + 1 }] : [],
  )
  return { part: { text: mode[0] }, open: extended }
}

/** The concatenated parts of a row; `undefined` if one of them is missing. */
function compose(columns: readonly EncodedColumn[], parts: readonly Part[], row: number): string | undefined {
  let whole = ''
  for (const part of parts) {
    if ('text' in part) whole += part.text
    else {
      const value = textOf(columns[part.column] as EncodedColumn, row)
      if (value === '') return undefined
      whole += formed(value, part.form, part.width)
    }
  }
  return whole
}

/**
 * Creates the predictors of compositions: of the whole by its parts, and of each part by the whole and the other parts.
 */
export function predictByCompositions({ columns }: EncodedTable, compositions: readonly Composition[]): Predictor[] {
  return compositions.flatMap(({ to, parts, differing, exceptions }) => {
    const whole = columns[to] as EncodedColumn
    const from = parts.flatMap((part) => ('column' in part ? [part.column] : []))
    const shared = {
      exceptions,
      loneExceptions: exceptions,
      disagreement: Math.min(0.1, differing),
      weight: 1,
    }
    const forWhole: Predictor = {
      ...shared,
      kind: 'whole',
      to,
      from,
      tally: (row) => tallyOf(whole, row, compose(columns, parts, row)),
    }
    const forParts = parts.flatMap((part, at): Predictor[] => {
      if (!('column' in part) || part.form === 'lower' || part.form === 'upper') return []
      const column = columns[part.column] as EncodedColumn
      return [
        {
          ...shared,
          kind: 'part',
          to: part.column,
          from: [to, ...from.filter((column) => column !== part.column)],
          tally(row) {
            const before = compose(columns, parts.slice(0, at), row)
            const after = compose(columns, parts.slice(at + 1), row)
            const text = textOf(whole, row)
            if (before === undefined || after === undefined || text.length <= before.length + after.length)
              return undefined
            if (!text.startsWith(before) || !text.endsWith(after)) return undefined
            const written = text.slice(before.length, text.length - after.length)
            const value = part.form === 'zeros' ? written.replace(/^0+(?=\d)/, '') : written
            // If the column does not contain the value, the whole may be wrong.
            return (column.counts[column.codes.get(value) ?? -1] ?? 0) > 0 ? tallyOf(column, row, value) : undefined
          },
        },
      ]
    })
    return [forWhole, ...forParts]
  })
}

function tallyOf(column: EncodedColumn, row: number, value: string | undefined): ReturnType<Predictor['tally']> {
  if (value === undefined || value === '') return undefined
  const own = column.believed[row] as number
  const code = codeOf(column, value)
  return computedTally(code, own)
}
