import type { FindingKind } from '@aw-flow/schema'

/** A distinct value of a column, and its number of cells. */
export interface DistinctText {
  readonly text: string
  readonly cells: number
}

/** The rewrite of a value into the canonical form of its column. */
export interface Rewrite {
  /** The canonical form; an empty string for a missing value. Absent if it is unknown. */
  readonly to?: string
  /** Log odds that the value deviates. */
  readonly logOdds: number
  /** Set if the value may be a convention of the table; careful checks do not report it. */
  readonly isConvention?: true
}

/** A systematic deviation of a column from its canonical form. */
export interface Inconsistency {
  readonly kind: FindingKind
  /** Parameters of the message: the canonical form, an example, the number of forms. */
  readonly params: Readonly<Record<string, string | number>>
  /** Rewrites by value. */
  readonly rewrites: ReadonlyMap<string, Rewrite>
}

/** Finds one kind of inconsistency in the values of a column; returns `undefined` if the column does not have it. */
export type InconsistencyFinder = (texts: readonly DistinctText[], rows: number) => Inconsistency | undefined

/** Cell counts by value list, with the number of values that were counted. */
const cellCounts = new WeakMap<readonly DistinctText[], { readonly texts: number; readonly cells: number }>()

/** Returns the total number of cells. All finders count the same values, so the number is cached. */
export function countCells(texts: readonly DistinctText[]): number {
  const cached = cellCounts.get(texts)
  if (cached?.texts === texts.length) return cached.cells
  let total = 0
  for (const { cells } of texts) total += cells
  cellCounts.set(texts, { texts: texts.length, cells: total })
  return total
}

/**
 * Selects the values of a column that pass a test. Stops as soon as it is known that they have less than `minShare` of
 * the cells.
 *
 * @returns The values that pass, or `undefined` if there are too few.
 */
export function selectTexts<Text extends DistinctText>(
  texts: readonly Text[],
  minShare: number,
  test: (text: Text) => boolean,
): Text[] | undefined {
  const total = countCells(texts)
  const results: Text[] = []
  let remaining = total
  for (const entry of texts) {
    if (test(entry)) results.push(entry)
    else {
      remaining -= entry.cells
      if (remaining < minShare * total) return undefined
    }
  }
  return results
}

/**
 * Parses the values of a column. Stops as soon as it is known that less than `minShare` of the cells can be parsed.
 *
 * @returns The values that can be parsed, or `undefined` if there are too few.
 */
export function parseTexts<Parsed extends object>(
  texts: readonly DistinctText[],
  minShare: number,
  parse: (text: string) => Parsed | undefined,
): (DistinctText & Parsed)[] | undefined {
  const results: Parsed[] = []
  const parseable = selectTexts(texts, minShare, ({ text }) => {
    const parsed = parse(text)
    if (parsed) results.push(parsed)
    return parsed !== undefined
  })
  return parseable?.map((entry, index) => ({ ...entry, ...(results[index] as Parsed) }))
}

/** Groups values by a key, the groups with the most cells first; values without a key are omitted. */
export function groupTexts<Key extends string>(
  texts: readonly DistinctText[],
  toKey: (text: string) => Key | undefined,
): { key: Key; cells: number; texts: DistinctText[] }[] {
  const groups = new Map<Key, { key: Key; cells: number; texts: DistinctText[] }>()
  for (const entry of texts) {
    const key = toKey(entry.text)
    if (key === undefined) continue
    const group = groups.get(key) ?? { key, cells: 0, texts: [] }
    group.cells += entry.cells
    group.texts.push(entry)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.cells - a.cells || (a.key < b.key ? -1 : 1))
}
