import type { Message } from '@aw-flow/messages'
import type { FindingKind, FindingRule } from '@aw-flow/schema/internal'

/** A distinct value of a column, and the number of cells that contain it. */
export interface DistinctValue {
  readonly text: string
  readonly cellCount: number
}

/** The rewrite of a value to its column's canonical form. */
export interface Rewrite {
  /**
   * The canonical form; an empty string if the value represents a missing value. Absent if the canonical form is
   * unknown.
   */
  readonly replacement?: string
  /** Log odds that the value deviates. */
  readonly logOdds: number
  /** The reason, if it differs from that of the inconsistency. */
  readonly reason?: Message
  /** Set if the value may follow a convention of the table. Conservative checks do not report such values. */
  readonly mayBeConvention?: true
}

/** A systematic deviation from a column's canonical form. */
export interface Inconsistency {
  /** The kind of deviation. Absent if only `rule` describes it. */
  readonly kind?: FindingKind
  /** The kind of evidence. Default: `format`. */
  readonly rule?: FindingRule
  /** The parameters of the message, such as the canonical form, an example and the number of formats. */
  readonly params: Readonly<Record<string, string | number>>
  /** The rewrites, keyed by value. */
  readonly rewrites: ReadonlyMap<string, Rewrite>
}

/** Finds one kind of inconsistency in a column's values. Returns `undefined` if there is none. */
export type InconsistencyFinder = (values: readonly DistinctValue[], rowCount: number) => Inconsistency | undefined

/** Caches the cell count of each list of values, along with the length of the list at the time of counting. */
const cellCounts = new WeakMap<readonly DistinctValue[], { readonly valueCount: number; readonly cellCount: number }>()

/**
 * Returns the total number of cells that contain one of the values. The number is cached, because all finders count the
 * same values.
 */
export function countCells(values: readonly DistinctValue[]): number {
  const cached = cellCounts.get(values)
  if (cached?.valueCount === values.length) return cached.cellCount
  let total = 0
  for (const { cellCount } of values) total += cellCount
  cellCounts.set(values, { valueCount: values.length, cellCount: total })
  return total
}

/**
 * Selects the values that pass a test. Stops as soon as they can no longer make up `minShare` of the cells.
 *
 * @returns The values that pass, or `undefined` if they make up less than `minShare` of the cells.
 */
export function selectValues<Value extends DistinctValue>(
  values: readonly Value[],
  minShare: number,
  predicate: (value: Value) => boolean,
): Value[] | undefined {
  const total = countCells(values)
  const results: Value[] = []
  let remainingCellCount = total
  for (const entry of values) {
    if (predicate(entry)) results.push(entry)
    else {
      remainingCellCount -= entry.cellCount
      if (remainingCellCount < minShare * total) return undefined
    }
  }
  return results
}

/**
 * Parses a column's values. Stops as soon as parseable values can no longer make up `minShare` of the cells.
 *
 * @returns The values that can be parsed, or `undefined` if they make up less than `minShare` of the cells.
 */
export function parseValues<Parsed extends object>(
  values: readonly DistinctValue[],
  minShare: number,
  parse: (text: string) => Parsed | undefined,
): (DistinctValue & Parsed)[] | undefined {
  const results: Parsed[] = []
  const parseableValues = selectValues(values, minShare, ({ text }) => {
    const parsed = parse(text)
    if (parsed) results.push(parsed)
    return parsed !== undefined
  })
  return parseableValues?.map((entry, index) => ({ ...entry, ...(results[index] as Parsed) }))
}

/**
 * Groups values by key. Values without a key are omitted. Groups are sorted by number of cells, in descending order.
 */
export function groupValues<Key extends string>(
  values: readonly DistinctValue[],
  toKey: (text: string) => Key | undefined,
): { key: Key; cellCount: number; values: DistinctValue[] }[] {
  const groups = new Map<Key, { key: Key; cellCount: number; values: DistinctValue[] }>()
  for (const entry of values) {
    const key = toKey(entry.text)
    if (key === undefined) continue
    const group = groups.get(key) ?? { key, cellCount: 0, values: [] }
    group.cellCount += entry.cellCount
    group.values.push(entry)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.cellCount - a.cellCount || (a.key < b.key ? -1 : 1))
}
