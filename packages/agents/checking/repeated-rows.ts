import type { RepeatedRow } from '@aw-flow/schema'
import { bareText } from './error-rates.ts'
import type { EncodedColumn, EncodedTable } from './encoded-table.ts'
import { slipBetween } from './slip.ts'

/** A column that tells rows apart says nothing of whether they are the same. */
const keyFrom = 0.98
/** Rows must agree in so many columns that tell something, or say so many bits together. */
const leastColumns = 2
const leastBits = 10
/** What more rows than that repeat is how the table is. */
const mostRepeated = 0.2
const mostPairsLookedAt = 200_000

/**
 * Rows that stand there twice: equal in all columns as they are believed (so a row whose slip is repaired counts as equal to
 * the one that it was copied from), or in all but those that number rows; and rows that differ from another one in a
 * slip or a missing value alone. Rows that are alike because the table says little of each are no duplicates: pairs
 * that differ in one column only, by another value, are counted beside those that differ in none, and where such are
 * frequent equal rows are chance.
 */
export function findRepeatedRows({ rows, columns }: EncodedTable): RepeatedRow[] {
  if (rows < 2 || columns.length === 0) return []
  const telling = columns.filter((column) => valuesOf(column) > 1)
  const keys = telling.filter((column) => isKey(column, rows))
  const others = telling.filter((column) => !keys.includes(column))
  const sums = hashRows(rows, others)
  const found = new Map<number, RepeatedRow>()
  const bits = others.reduce((sum, column) => sum + bitsOf(column, rows), 0)
  if (others.length >= leastColumns && bits >= leastBits) {
    const equal = pairsOf(sums.all)
    const nearly = others.map((column, at) => pairsWithout(sums, at, column))
    const apart = nearly.reduce((sum, { count }) => sum + count, 0)
    if (equal.rows.length <= mostRepeated * rows && equal.count > 0) {
      const chance = apart / (apart + 2 * equal.count)
      for (const [row, like] of equal.rows) {
        const isSame = keys.every((column) => column.believed[row] === column.believed[like])
        const confidence = isSame && keys.length > 0 ? 0.99 : Math.max(0, 0.95 - chance)
        if (confidence < 0.5) continue
        found.set(row, {
          row: row + 1,
          like: like + 1,
          differ: keys.filter((column) => column.believed[row] !== column.believed[like]).map(({ name }) => name),
          confidence: Math.round(confidence * 1000) / 1000,
          reason: reasonOf(row, like, columns, keys),
        })
      }
    }
    nearly.forEach(({ slips, count }, at) => {
      // Values that differ by a character by right are as frequent as those that differ otherwise.
      if (slips.length === 0 || slips.length < 0.5 * count || slips.length > 0.02 * rows) return
      const column = others[at] as EncodedColumn
      for (const [row, like] of slips) {
        if (found.has(row)) continue
        const [one, two] = [row, like].map((of) => column.values[column.believed[of] as number] as string) as [
          string,
          string,
        ]
        found.set(row, {
          row: row + 1,
          like: like + 1,
          differ: [
            column.name,
            ...keys.filter((key) => key.believed[row] !== key.believed[like]).map(({ name }) => name),
          ],
          confidence: 0.6,
          reason: `It is row ${like + 1} again, but for \`${column.name}\`: ${one === '' || two === '' ? 'one has no value' : `"${one}" and "${two}"`}.`,
        })
      }
    })
  } else if (keys.length > 0 && others.length + keys.length >= leastColumns) {
    for (const [row, like] of pairsOf(hashRows(rows, telling, 'observed').all).rows)
      found.set(row, {
        row: row + 1,
        like: like + 1,
        differ: [],
        confidence: 0.99,
        reason: `It is equal to row ${like + 1} in all columns.`,
      })
  }
  return [...found.values()].sort((a, b) => a.row - b.row)
}

const valuesOf = ({ counts }: EncodedColumn): number =>
  counts.reduce((sum, count, code) => sum + (code > 0 && count > 0 ? 1 : 0), 0)

const isKey = (column: EncodedColumn, rows: number): boolean => {
  const filled = rows - (column.counts[0] as number)
  return filled >= 0.9 * rows && valuesOf(column) >= keyFrom * filled
}

/** What a column's value tells of its row, in bits. */
function bitsOf({ counts }: EncodedColumn, rows: number): number {
  return counts.reduce((sum, count) => (count > 0 ? sum - (count / rows) * Math.log2(count / rows) : sum), 0)
}

interface RowHashes {
  /** By row. */
  all: Float64Array
  /** What a column's code adds to it. */
  part(at: number, code: number): number
  columns: readonly EncodedColumn[]
}

const modulus = 2 ** 52

/** A number for each row that is the same for equal rows, and from which a column's part can be taken off again. */
function hashRows(
  rows: number,
  columns: readonly EncodedColumn[],
  as: 'believed' | 'observed' = 'believed',
): RowHashes {
  const part = (at: number, code: number): number =>
    (mix(code * 0x9e3779b1 + at * 0x85ebca6b + 1) & 0xfffff) * 2 ** 32 + mix(code + at * 0xc2b2ae35 + 7)
  const all = new Float64Array(rows)
  columns.forEach((column, at) => {
    const parts = column.values.map((_, code) => part(at, code))
    for (let row = 0; row < rows; row++)
      all[row] = ((all[row] as number) + (parts[column[as][row] as number] as number)) % modulus
  })
  return { all, part, columns }
}

/** Spreads 32 bits (the end of MurmurHash3, A. Appleby). */
function mix(number: number): number {
  let bits = number | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** Rows with the same hash as an earlier one, with the first of these; and how many pairs there are. */
function pairsOf(hashes: Float64Array): { rows: [row: number, like: number][]; count: number } {
  const first = new Map<number, [row: number, count: number]>()
  const rows: [number, number][] = []
  let count = 0
  hashes.forEach((hash, row) => {
    const known = first.get(hash)
    if (!known) {
      first.set(hash, [row, 1])
      return
    }
    rows.push([row, known[0]])
    count += known[1]
    known[1]++
  })
  return { rows, count }
}

/** Pairs of rows that differ in one column, and which of them differ there in a slip or a missing value alone. */
function pairsWithout(
  { all, part }: RowHashes,
  at: number,
  column: EncodedColumn,
): { count: number; slips: [row: number, like: number][] } {
  const groups = new Map<number, number[]>()
  all.forEach((hash, row) => {
    const rest = (hash - part(at, column.believed[row] as number) + modulus) % modulus
    const known = groups.get(rest)
    if (known) known.push(row)
    else groups.set(rest, [row])
  })
  const slips: [number, number][] = []
  let count = 0
  let looked = 0
  for (const group of groups.values()) {
    if (group.length < 2) continue
    const values = new Map<number, number>()
    for (const row of group)
      values.set(column.believed[row] as number, (values.get(column.believed[row] as number) ?? 0) + 1)
    let same = 0
    for (const of of values.values()) same += (of * (of - 1)) / 2
    count += (group.length * (group.length - 1)) / 2 - same
    if (values.size < 2 || group.length > 3 || looked++ > mostPairsLookedAt) continue
    const [first, ...rest] = group as [number, ...number[]]
    for (const row of rest) if (isSlip(column, row, first)) slips.push([row, first])
  }
  return { count, slips }
}

function isSlip({ values, believed }: EncodedColumn, row: number, like: number): boolean {
  const [one, two] = [values[believed[row] as number] as string, values[believed[like] as number] as string]
  if (one === two) return false
  if (one === '' || two === '') return true
  return (
    (bareText(one) === bareText(two) && bareText(one) !== '') ||
    (!/\d/.test(one + two) && slipBetween(one, two) !== undefined)
  )
}

function reasonOf(
  row: number,
  like: number,
  columns: readonly EncodedColumn[],
  keys: readonly EncodedColumn[],
): string {
  const differ = keys
    .filter((column) => column.believed[row] !== column.believed[like])
    .map(({ name }) => `\`${name}\``)
  const isRepaired = columns.some(
    ({ believed, observed }) => believed[row] !== observed[row] || believed[like] !== observed[like],
  )
  const once = isRepaired ? ' once its cells are repaired' : ''
  return differ.length === 0
    ? `It is equal to row ${like + 1} in all columns${once}.`
    : `It is equal to row ${like + 1} in all columns but ${differ.join(', ')}, which tell${differ.length === 1 ? 's' : ''} every row apart${once}.`
}
