import type { EncodedColumn, EncodedTable } from './encoded-table.ts'
import { residualSpread, type ResidualSpread } from './residual-spread.ts'
import { isNumber } from './value-shape.ts'

/**
 * Where a column's numbers are expected: near those above and below (`rows`), of those with the same value of a column
 * (`by`) where it is given; in the middle of their group (`group`); in a fixed proportion to another column (`ratio`);
 * where rows with a like number of it have theirs (`along`); or in the middle of all (`all`).
 */
export interface NumberLine {
  to: number
  kind: 'all' | 'rows' | 'group' | 'ratio' | 'along'
  by: number
  /** Differences are of logarithms. */
  logs: boolean
}

/** What a line says of a column's numbers as they are believed now. */
export interface LineFit {
  line: NumberLine
  /** By row; NaN where it says nothing. */
  expected: Float64Array
  spread: ResidualSpread
  /** The density of a number in a row, as this line has it; `undefined` where it says nothing. */
  density(row: number, number: number): number | undefined
  /** The share of numbers that lie far from where they are expected: the line does not hold for these, or they are wrong. */
  far: number
  /** The mean logarithm of the density: which line tells the most. */
  score: number
}

const leastRows = 40
const leastDifferent = 12
const mostGroupings = 8
const mostMeasures = 12
const mostExact = 0.3
const mostOfOne = 0.3
/** What a line must tell more than the column's own spread, in nats a cell, to be heard instead. */
const leastGain = 0.5

/** The numbers of a column's values by their codes; NaN for what is none. */
export const numbersOf = ({ values }: EncodedColumn): Float64Array =>
  Float64Array.from(values, (text) => (isNumber(text) ? Number(text) : Number.NaN))

/** The numbers of a column by row, as they are believed. */
export function numbersByRow(column: EncodedColumn): Float64Array {
  const numbers = numbersOf(column)
  return Float64Array.from(column.believed, (code) => numbers[code] ?? Number.NaN)
}

/** For each column of measures the line that tells the most of its numbers, the middle of all where none tells more. Yields after each. */
export function* findLines({ rows, columns }: EncodedTable): Generator<undefined, NumberLine[]> {
  const measures = columns.flatMap((column, at) => (isMeasure(column) ? [at] : []))
  const numbers = new Map(measures.map((at) => [at, numbersByRow(columns[at] as EncodedColumn)]))
  const groupings = columns
    .flatMap((column, at) => {
      const different = column.counts.reduce((sum, count, code) => sum + (code > 0 && count > 0 ? 1 : 0), 0)
      return different >= 2 && different * 4 <= rows ? [{ at, different }] : []
    })
    .sort((a, b) => b.different - a.different || a.at - b.at)
    .slice(0, mostGroupings)
    .map(({ at }) => at)
  const found: NumberLine[] = []
  const sample = sampleBlocks(columns, rows)
  for (const to of measures) {
    yield
    const own = numbers.get(to) as Float64Array
    const candidates: Omit<NumberLine, 'to' | 'logs'>[] = [
      { kind: 'rows', by: -1 },
      ...groupings
        .filter((by) => by !== to)
        .flatMap((by) => (['rows', 'group'] as const).map((kind) => ({ kind, by }))),
      ...measures
        .filter((by) => by !== to)
        .slice(0, mostMeasures)
        .flatMap((by) => (['ratio', 'along'] as const).map((kind) => ({ kind, by }))),
    ]
    const scales = isPositive(own) ? [false, true] : [false]
    const fits = [{ kind: 'all' as const, by: -1 }, ...candidates].flatMap((one) =>
      scales.map((logs) => fitLine({ to, logs, ...one }, sample)),
    )
    const plain = Math.max(...fits.filter(({ line }) => line.kind === 'all').map(({ score }) => score))
    const [best] = fits
      .map((fit) => ({ fit, score: fit.score - (fit.line.kind === 'all' ? 0 : leastGain) }))
      .sort((a, b) => b.score - a.score)
    found.push(
      best && best.score > plain
        ? best.fit.line
        : (fits.find(({ line, score }) => line.kind === 'all' && score === plain) as LineFit).line,
    )
  }
  return found
}

/** Of larger tables so many rows tell which line is the best, in blocks of neighboring rows from all over the table. */
const maxSampled = 8_000
const sampledBlocks = 16

function sampleBlocks(columns: readonly EncodedColumn[], rows: number): readonly EncodedColumn[] {
  if (rows <= maxSampled) return columns
  const size = maxSampled / sampledBlocks
  const starts = Array.from({ length: sampledBlocks }, (_, block) =>
    Math.floor((block * (rows - size)) / (sampledBlocks - 1)),
  )
  return columns.map((column) => {
    const believed = new Int32Array(maxSampled)
    starts.forEach((start, block) => believed.set(column.believed.subarray(start, start + size), block * size))
    return { ...column, believed }
  })
}

/** Half of the numbers of a measure lie within so many powers of ten; others are of many things, and stand on no line. */
const mostPowers = 4

/** Almost all values are numbers, these are many and of one order, and no one of them stands for most. */
function isMeasure({ values, counts }: EncodedColumn): boolean {
  let filled = 0
  let numbers = 0
  let different = 0
  let most = 0
  const powers: number[] = []
  values.forEach((text, code) => {
    const count = counts[code] as number
    if (code === 0 || count === 0) return
    filled += count
    if (!isNumber(text)) return
    numbers += count
    if (Number(text) !== 0) powers.push(Math.log10(Math.abs(Number(text))))
    most = Math.max(most, count)
    different++
  })
  powers.sort((a, b) => a - b)
  const at = (share: number): number => powers[Math.floor(share * (powers.length - 1))] ?? 0
  return (
    numbers >= leastRows &&
    numbers >= 0.9 * filled &&
    different >= leastDifferent &&
    most <= mostOfOne * numbers &&
    at(0.75) - at(0.25) <= mostPowers
  )
}

const isPositive = (numbers: Float64Array): boolean => {
  let positive = 0
  let other = 0
  for (const number of numbers)
    if (number > 0) positive++
    else if (number <= 0) other++
  return positive > 0 && other <= 0.005 * positive
}

/** Fits a line to what is believed now. */
export function fitLine(line: NumberLine, columns: readonly EncodedColumn[]): LineFit {
  const { to, kind, by, logs } = line
  const column = columns[to] as EncodedColumn
  const scaled = numbersByRow(column).map((number) => (logs ? (number > 0 ? Math.log(number) : Number.NaN) : number))
  const expected =
    kind === 'all'
      ? fromGroups(scaled, new Int32Array(scaled.length))
      : kind === 'group'
        ? fromGroups(scaled, (columns[by] as EncodedColumn).believed)
        : kind === 'rows'
          ? fromNeighbours(scaled, by < 0 ? undefined : (columns[by] as EncodedColumn).believed)
          : kind === 'ratio'
            ? fromRatio(scaled, numbersByRow(columns[by] as EncodedColumn), logs)
            : fromAlong(scaled, numbersByRow(columns[by] as EncodedColumn))
  const differences = scaled
    .map((number, row) => number - (expected[row] as number))
    .filter((one) => !Number.isNaN(one))
  const grain = logs ? Math.abs(grainOf(column) / medianOf(numbersByRow(column))) : grainOf(column)
  const spread = residualSpread(differences, grain)
  const density = (row: number, number: number): number | undefined => {
    const middle = expected[row] as number
    const place = logs ? Math.log(number) : number
    if (Number.isNaN(middle)) return undefined
    if (Number.isNaN(place) || !Number.isFinite(place)) return 0
    return spread.density(place - middle) / (logs ? number : 1)
  }
  let sum = 0
  let all = 0
  let heard = 0
  let far = 0
  let exact = 0
  scaled.forEach((number, row) => {
    if (Number.isNaN(number)) return
    all++
    const found = density(row, logs ? Math.exp(number) : number)
    if (found === undefined) return
    heard++
    sum += Math.log(found)
    const difference = Math.abs(number - (expected[row] as number))
    if (difference > 2 * spread.wide) far++
    if (difference < 1e-9 * Math.max(1, Math.abs(number))) exact++
  })
  // What says nothing of many rows is no line of the column; what is the same for many of them is a name, not a measure.
  const holds = heard >= 0.8 * all && heard >= leastRows && (kind === 'all' || exact < mostExact * heard)
  return { line, expected, spread, density, far: far / Math.max(1, heard), score: holds ? sum / heard : -Infinity }
}

/** The least step between numbers: one in the last decimal that is written. */
function grainOf({ values, counts }: EncodedColumn): number {
  const decimals = new Map<number, number>()
  let all = 0
  values.forEach((text, code) => {
    const count = counts[code] as number
    if (count === 0 || !isNumber(text)) return
    all += count
    const places = /\.(\d*)$/.exec(text)?.[1]?.length ?? 0
    decimals.set(places, (decimals.get(places) ?? 0) + count)
  })
  const most = [...decimals].filter(([, count]) => count > all / 50).map(([places]) => places)
  return 10 ** -Math.max(0, ...most)
}

function medianOf(numbers: Float64Array): number {
  const sorted = numbers.filter((number) => !Number.isNaN(number)).sort()
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The middle of the others of the group. */
function fromGroups(numbers: Float64Array, groups: Int32Array): Float64Array {
  const rowsOf = new Map<number, number[]>()
  numbers.forEach((number, row) => {
    if (Number.isNaN(number)) return
    const group = groups[row] as number
    const known = rowsOf.get(group)
    if (known) known.push(row)
    else rowsOf.set(group, [row])
  })
  const expected = new Float64Array(numbers.length).fill(Number.NaN)
  for (const rows of rowsOf.values()) {
    if (rows.length < 5) continue
    const sorted = rows.toSorted((a, b) => (numbers[a] as number) - (numbers[b] as number))
    const others = sorted.length - 1
    const at = (index: number, own: number): number =>
      numbers[sorted[index < own ? index : index + 1] as number] as number
    sorted.forEach((row, own) => {
      expected[row] = (at(Math.floor((others - 1) / 2), own) + at(Math.ceil((others - 1) / 2), own)) / 2
    })
  }
  return expected
}

/** Between the two above and the two below, of the same group: the two in the middle of these, so that one error moves nothing far. */
function fromNeighbours(numbers: Float64Array, groups: Int32Array | undefined): Float64Array {
  const rowsOf = new Map<number, number[]>()
  numbers.forEach((number, row) => {
    if (Number.isNaN(number)) return
    const group = groups ? (groups[row] as number) : 0
    const known = rowsOf.get(group)
    if (known) known.push(row)
    else rowsOf.set(group, [row])
  })
  const expected = new Float64Array(numbers.length).fill(Number.NaN)
  for (const rows of rowsOf.values()) {
    for (let at = 0; at < rows.length; at++) {
      const near = [at - 2, at - 1, at + 1, at + 2].flatMap((one) =>
        rows[one] === undefined ? [] : [numbers[rows[one]] as number],
      )
      // At an end of what rises or falls the middle of three lies aside.
      if (near.length < 4) continue
      near.sort((a, b) => a - b)
      expected[rows[at] as number] = ((near[1] as number) + (near[2] as number)) / 2
    }
  }
  return expected
}

function fromRatio(numbers: Float64Array, others: Float64Array, logs: boolean): Float64Array {
  const place = (other: number): number => (logs ? (other > 0 ? Math.log(other) : Number.NaN) : other)
  if (logs) {
    const apart = medianOf(numbers.map((number, row) => number - place(others[row] as number)))
    return numbers.map((_, row) => place(others[row] as number) + apart)
  }
  const factor = medianOf(
    numbers.map((number, row) => (others[row] === 0 ? Number.NaN : number / (others[row] as number))),
  )
  return numbers.map((_, row) => (others[row] as number) * factor)
}

const reach = 4

/** The middle of the numbers of the rows whose other number is next to this row's, four on either side. */
function fromAlong(numbers: Float64Array, others: Float64Array): Float64Array {
  const rows = [...numbers.keys()]
    .filter((row) => !Number.isNaN(numbers[row]) && !Number.isNaN(others[row]))
    .sort((a, b) => (others[a] as number) - (others[b] as number) || a - b)
  const expected = new Float64Array(numbers.length).fill(Number.NaN)
  rows.forEach((row, at) => {
    const near: number[] = []
    for (let one = Math.max(0, at - reach); one <= Math.min(rows.length - 1, at + reach); one++)
      if (one !== at) near.push(numbers[rows[one] as number] as number)
    if (near.length < reach) return
    near.sort((a, b) => a - b)
    const middle = near.length / 2
    expected[row] = ((near[Math.ceil(middle) - 1] as number) + (near[Math.floor(middle)] as number)) / 2
  })
  return expected
}
