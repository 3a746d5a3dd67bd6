import { message } from '@aw-flow/messages'
import type { DeepFinding } from '@aw-flow/schema'
import { comparableColumns, ofSample, sampled, type DeepSource, type PlacedColumn } from './deep-source.ts'
import { countsOf, jointCounts, type JointCounts } from './joint-counts.ts'
import { withLeftOut } from './with-left-out.ts'

type Correlation = Extract<DeepFinding, { kind: 'correlation' }>

const worthTelling = 0.7
const worthTellingOfCategories = 0.4
const maxCategories = 50
const maxReported = 40

/**
 * Numbers that rise and fall together, by their values (Pearson) or, where these do not show it, by their ranks (Spearman),
 * and categories that go together (Cramér's V without its bias, Bergsma 2013); the strongest first.
 */
export async function* findCorrelations(source: DeepSource): AsyncGenerator<DeepFinding> {
  const columns = comparableColumns(source)
  const numbers = columns.filter(
    ({ family, semantic, distinct, numbers: of }) =>
      family === 'number' && semantic?.type !== 'id' && distinct > 2 && of?.min !== undefined,
  )
  const categories = columns.filter(
    ({ family, distinct }) => family !== 'number' && family !== 'time' && distinct <= maxCategories,
  )
  const found = [...(await numberPairs(source, numbers)), ...(await categoryPairs(source, categories))]
  const sorted = found.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
  yield* withLeftOut(sorted.slice(0, maxReported), sorted.length - maxReported)
}

async function numberPairs(source: DeepSource, columns: readonly PlacedColumn[]): Promise<Correlation[]> {
  if (columns.length < 2) return []
  const { numbers, sample } = await source.codes()
  const of = columns.map((column) => {
    const values = numbers[column.index]!
    return { column, values, ranks: ranksOf(values) }
  })
  const found: Correlation[] = []
  for (const [at, one] of of.entries()) {
    await source.breathe()
    for (const other of of.slice(at + 1)) {
      const pearson = coefficient(one.values, other.values)
      const byValue = pearson !== undefined && Math.abs(pearson) >= worthTelling
      const value = byValue ? pearson : coefficient(one.ranks, other.ranks)
      if (value === undefined || Math.abs(value) < worthTelling) continue
      const names: [string, string] = [one.column.name, other.column.name]
      found.push({
        kind: 'correlation',
        columns: names,
        measure: byValue ? 'pearson' : 'spearman',
        value,
        message: ofSample(
          message('profile.correlation', {
            columns: names,
            direction: value > 0 ? 'up' : 'down',
            measure: byValue ? 'Pearson' : 'Spearman',
            value,
          }),
          sample,
        ),
        ...sampled(sample),
      })
    }
  }
  return found
}

/** The mean rank of each value; NaN stays. */
function ranksOf(values: Float64Array): Float64Array {
  const order = [...values.keys()]
    .filter((row) => !Number.isNaN(values[row]))
    .toSorted((a, b) => values[a]! - values[b]!)
  const ranks = new Float64Array(values.length).fill(NaN)
  for (let start = 0; start < order.length;) {
    let end = start + 1
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++
    for (let at = start; at < end; at++) ranks[order[at]!] = (start + end - 1) / 2
    start = end
  }
  return ranks
}

/** Pearson's, over the rows that have both, to three digits. */
function coefficient(a: Float64Array, b: Float64Array): number | undefined {
  let [n, sumA, sumB] = [0, 0, 0]
  for (let row = 0; row < a.length; row++) {
    const [x, y] = [a[row]!, b[row]!]
    if (Number.isNaN(x) || Number.isNaN(y)) continue
    n++
    sumA += x
    sumB += y
  }
  if (n < 10) return undefined
  const [meanA, meanB] = [sumA / n, sumB / n]
  let [ab, aa, bb] = [0, 0, 0]
  for (let row = 0; row < a.length; row++) {
    const [x, y] = [a[row]! - meanA, b[row]! - meanB]
    if (Number.isNaN(x) || Number.isNaN(y)) continue
    ab += x * y
    aa += x * x
    bb += y * y
  }
  const spread = Math.sqrt(aa) * Math.sqrt(bb)
  if (!(spread > 0) || !Number.isFinite(spread)) return undefined
  return Number(Math.max(-1, Math.min(1, ab / spread)).toFixed(3))
}

async function categoryPairs(source: DeepSource, columns: readonly PlacedColumn[]): Promise<Correlation[]> {
  if (columns.length < 2) return []
  const { values, sample } = await source.codes()
  const found: Correlation[] = []
  for (const [at, one] of columns.entries()) {
    await source.breathe()
    for (const other of columns.slice(at + 1)) {
      const value = cramer(jointCounts(values[one.index]!, values[other.index]!))
      if (value === undefined || value < worthTellingOfCategories) continue
      found.push({
        kind: 'correlation',
        columns: [one.name, other.name],
        measure: 'cramer',
        value,
        message: ofSample(
          message('profile.correlation', {
            columns: [one.name, other.name],
            direction: '',
            measure: "Cramér's V",
            value,
          }),
          sample,
        ),
        ...sampled(sample),
      })
    }
  }
  return found
}

/** Cramér's V, the bias of small samples taken off. */
function cramer({ rows: total, cells }: JointCounts): number | undefined {
  const [rows, columns] = [countsOf(cells, 'x'), countsOf(cells, 'y')]
  const [r, k] = [rows.size, columns.size]
  if (total < 20 || r < 2 || k < 2) return undefined
  const phi = cells.reduce((sum, { x, y, count }) => sum + (count / rows.get(x)!) * (count / columns.get(y)!), 0) - 1
  const fair = Math.max(0, phi - ((r - 1) * (k - 1)) / (total - 1))
  const [fairR, fairK] = [r - (r - 1) ** 2 / (total - 1), k - (k - 1) ** 2 / (total - 1)]
  const value = Math.sqrt(fair / Math.max(1e-9, Math.min(fairR, fairK) - 1))
  return Number(Math.min(1, value).toFixed(3))
}
