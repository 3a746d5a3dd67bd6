import { message } from '@aw-flow/messages'
import type { DeepFinding } from '@aw-flow/schema/internal'
import {
  findComparableColumns,
  addSampleInfo,
  toSampleField,
  type DeepSource,
  type IndexedColumn,
} from './deep-source.ts'
import { countMarginals, createContingencyTable, type ContingencyTable } from './contingency-table.ts'
import { addOmittedCount } from './add-omitted-count.ts'

type Correlation = Extract<DeepFinding, { kind: 'correlation' }>

const minCoefficient = 0.7
const minCramersV = 0.4
const maxCategories = 50
const maxFindings = 40

/**
 * Finds correlated columns, strongest correlation first. Numeric columns are compared by their values (Pearson) or, if
 * these are not correlated, by their ranks (Spearman). Categorical columns are compared with the bias-corrected
 * Cramér's V (W. Bergsma, "A bias-correction for Cramér's V and Tschuprow's T", 2013).
 */
export async function* findCorrelations(source: DeepSource): AsyncGenerator<DeepFinding> {
  const columns = findComparableColumns(source)
  const numberColumns = columns.filter(
    ({ family, semantic, distinct, numbers: stats }) =>
      family === 'number' && semantic?.type !== 'id' && distinct > 2 && stats?.min !== undefined,
  )
  const categoryColumns = columns.filter(
    ({ family, distinct }) => family !== 'number' && family !== 'time' && distinct <= maxCategories,
  )
  const correlations = [
    ...(await correlateNumbers(source, numberColumns)),
    ...(await correlateCategories(source, categoryColumns)),
  ]
  const sortedCorrelations = correlations.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
  yield* addOmittedCount(sortedCorrelations.slice(0, maxFindings), sortedCorrelations.length - maxFindings)
}

async function correlateNumbers(source: DeepSource, columns: readonly IndexedColumn[]): Promise<Correlation[]> {
  if (columns.length < 2) return []
  const { numbers, sample } = await source.getCodes()
  const series = columns.map((column) => {
    const values = numbers[column.index]!
    return { column, values, ranks: toRanks(values) }
  })
  const correlations: Correlation[] = []
  for (const [index, a] of series.entries()) {
    await source.yieldToEventLoop()
    for (const b of series.slice(index + 1)) {
      const pearson = computePearson(a.values, b.values)
      const isPearson = pearson !== undefined && Math.abs(pearson) >= minCoefficient
      const value = isPearson ? pearson : computePearson(a.ranks, b.ranks)
      if (value === undefined || Math.abs(value) < minCoefficient) continue
      const names: [string, string] = [a.column.name, b.column.name]
      correlations.push({
        kind: 'correlation',
        columns: names,
        measure: isPearson ? 'pearson' : 'spearman',
        value,
        message: addSampleInfo(
          message('profile.correlation', {
            columns: names,
            direction: value > 0 ? 'up' : 'down',
            measure: isPearson ? 'Pearson' : 'Spearman',
            value,
          }),
          sample,
        ),
        ...toSampleField(sample),
      })
    }
  }
  return correlations
}

/** Converts values to ranks. Equal values get their mean rank, and NaN remains NaN. */
function toRanks(values: Float64Array): Float64Array {
  const sortedRows = [...values.keys()]
    .filter((row) => !Number.isNaN(values[row]))
    .toSorted((a, b) => values[a]! - values[b]!)
  const ranks = new Float64Array(values.length).fill(NaN)
  for (let start = 0; start < sortedRows.length;) {
    let end = start + 1
    while (end < sortedRows.length && values[sortedRows[end]!] === values[sortedRows[start]!]) end++
    for (let index = start; index < end; index++) ranks[sortedRows[index]!] = (start + end - 1) / 2
    start = end
  }
  return ranks
}

/**
 * Computes Pearson's correlation coefficient of the rows that have both values, rounded to three decimal places.
 * Returns `undefined` for fewer than ten rows or constant values.
 */
function computePearson(a: Float64Array, b: Float64Array): number | undefined {
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
  const norm = Math.sqrt(aa) * Math.sqrt(bb)
  if (!(norm > 0) || !Number.isFinite(norm)) return undefined
  return Number(Math.max(-1, Math.min(1, ab / norm)).toFixed(3))
}

async function correlateCategories(source: DeepSource, columns: readonly IndexedColumn[]): Promise<Correlation[]> {
  if (columns.length < 2) return []
  const { values, sample } = await source.getCodes()
  const correlations: Correlation[] = []
  for (const [index, a] of columns.entries()) {
    await source.yieldToEventLoop()
    for (const b of columns.slice(index + 1)) {
      const value = computeCramersV(createContingencyTable(values[a.index]!, values[b.index]!))
      if (value === undefined || value < minCramersV) continue
      correlations.push({
        kind: 'correlation',
        columns: [a.name, b.name],
        measure: 'cramer',
        value,
        message: addSampleInfo(
          message('profile.correlation', {
            columns: [a.name, b.name],
            direction: '',
            measure: "Cramér's V",
            value,
          }),
          sample,
        ),
        ...toSampleField(sample),
      })
    }
  }
  return correlations
}

/**
 * Computes the bias-corrected Cramér's V, rounded to three decimal places. Returns `undefined` for fewer than 20 rows
 * or a constant column.
 */
function computeCramersV({ rows: total, cells }: ContingencyTable): number | undefined {
  const [rowMarginals, columnMarginals] = [countMarginals(cells, 'x'), countMarginals(cells, 'y')]
  const [r, k] = [rowMarginals.size, columnMarginals.size]
  if (total < 20 || r < 2 || k < 2) return undefined
  const phiSquared =
    cells.reduce(
      (sum, { x, y, count }) => sum + (count / rowMarginals.get(x)!) * (count / columnMarginals.get(y)!),
      0,
    ) - 1
  const correctedPhiSquared = Math.max(0, phiSquared - ((r - 1) * (k - 1)) / (total - 1))
  const [correctedR, correctedK] = [r - (r - 1) ** 2 / (total - 1), k - (k - 1) ** 2 / (total - 1)]
  const value = Math.sqrt(correctedPhiSquared / Math.max(1e-9, Math.min(correctedR, correctedK) - 1))
  return Number(Math.min(1, value).toFixed(3))
}
