import { tableFromIPC } from '@uwdata/flechette'
import { typeFamily, type Column } from '@aw-flow/schema'

const bins = 10
const mostValues = 8

/**
 * How the values of a table's rows are spread, as shares of the largest: of its first column of numbers or times from
 * the least to the largest value in ten steps, else of the most frequent values of its first column. `undefined` where
 * there is nothing to count.
 */
export function valueShares(page: Uint8Array, columns: readonly Column[]): number[] | undefined {
  const table = tableFromIPC(page)
  const families = columns.map(({ type }) => typeFamily(type))
  const measured = families.findIndex((family) => family === 'number' || family === 'time')
  const values: unknown[] = [...(table.getChildAt(Math.max(0, measured)) ?? [])].filter((value) => value != null)
  if (values.length === 0) return undefined
  return largestIsOne(measured >= 0 ? spread(values.map(Number).filter(Number.isFinite)) : frequencies(values))
}

function spread(values: readonly number[]): number[] {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity)
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity)
  const counts = Array.from({ length: bins }, () => 0)
  for (const value of values) {
    const bin = most === least ? 0 : Math.min(bins - 1, Math.floor(((value - least) / (most - least)) * bins))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

function frequencies(values: readonly unknown[]): number[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1)
  return [...counts.values()].toSorted((a, b) => b - a).slice(0, mostValues)
}

function largestIsOne(counts: readonly number[]): number[] | undefined {
  const largest = Math.max(0, ...counts)
  return largest === 0 ? undefined : counts.map((count) => count / largest)
}
