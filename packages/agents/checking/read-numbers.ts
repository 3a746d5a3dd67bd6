import type { EncodedColumn } from './encoded-table.ts'
import { isNumber } from './scoring/value-shape.ts'

/** Parsed numbers, keyed by the list of strings that they were parsed from. Such a list only ever grows. */
const numberCache = new WeakMap<readonly string[], Float64Array>()

/** Parses a column's values as numbers, indexed by code. NaN for values that are not numbers. */
export function readNumbers({ values }: EncodedColumn): Float64Array {
  const cached = numberCache.get(values)
  if (cached?.length === values.length) return cached
  const numbers = new Float64Array(values.length)
  if (cached) numbers.set(cached)
  for (let code = cached?.length ?? 0; code < values.length; code++) {
    const text = values[code] as string
    numbers[code] = isNumber(text) ? Number(text) : Number.NaN
  }
  numberCache.set(values, numbers)
  return numbers
}

/** Returns a column's repaired values as numbers, indexed by row. NaN for values that are not numbers. */
export function readNumbersByRow(column: EncodedColumn): Float64Array {
  const numbers = readNumbers(column)
  const { repairedCodes } = column
  const numbersByRow = new Float64Array(repairedCodes.length)
  for (let row = 0; row < repairedCodes.length; row++)
    numbersByRow[row] = numbers[repairedCodes[row] as number] as number
  return numbersByRow
}
