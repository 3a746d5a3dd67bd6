import type { CountedValue } from '@aw-flow/schema/internal'

/** The reason for a change of values. */
export type ChangeKind =
  | 'number-format'
  | 'date-format'
  | 'unit'
  | 'boolean'
  | 'missing'
  | 'letter-case'
  | 'spelling'
  | 'abbreviation'
  | 'digit'
  | 'approximate'

/** A change to the cells of a column that depends only on their values. */
export interface ValueChange {
  kind: ChangeKind
  /** The probability that the change is right, from 0 to 1. */
  confidence: number
  /** The new value for each old one, `null` for a missing value. */
  values: Map<string, string | null>
}

/** Changes with at least this confidence are applied; others are suggested. */
export const minAppliedConfidence = 0.8

/** Collects changes of values, grouped by kind and confidence. */
export class ValueChanges {
  readonly #changes = new Map<string, ValueChange>()

  add(kind: ChangeKind, confidence: number, from: string, to: string | null): void {
    if (from === to) return
    const key = `${kind} ${confidence}`
    const change = this.#changes.get(key) ?? { kind, confidence, values: new Map() }
    this.#changes.set(key, change)
    change.values.set(from, to)
  }

  list(): ValueChange[] {
    return [...this.#changes.values()].sort((a, b) => b.confidence - a.confidence)
  }
}

/** Returns the counted values after the changes that are applied. Missing values are left out. */
export function applyChanges(values: readonly CountedValue[], changes: readonly ValueChange[]): CountedValue[] {
  const counts = new Map<string, number>()
  for (const { value, count } of values) {
    let current: string | null = value
    for (const change of changes)
      if (change.confidence >= minAppliedConfidence && current !== null)
        current = change.values.has(current) ? change.values.get(current)! : current
    if (current !== null && current !== '') counts.set(current, (counts.get(current) ?? 0) + count)
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count)
}

export const countCells = (values: readonly CountedValue[]): number => values.reduce((sum, { count }) => sum + count, 0)

/** Groups items by key, in the order of their first occurrence. */
export function groupBy<Item, Key>(items: readonly Item[], toKey: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = toKey(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
