import type { FindingKind } from '@aw-flow/schema'

/** One written form of a value, and the cells of the column that hold it. */
export interface WrittenText {
  readonly text: string
  readonly cells: number
}

/** A value that a column writes in another form than the others. */
export interface Rewrite {
  /** The canonical form; an empty text where the cell means that there is no value. Absent where it is not known. */
  readonly to?: string
  /** Log of the odds that the written form is wrong. */
  readonly odds: number
}

/** A systematic way in which a column deviates from its own canonical form. */
export interface Habit {
  readonly kind: FindingKind
  /** The values of the message: the canonical form, an example, the number of forms. */
  readonly params: Readonly<Record<string, string | number>>
  /** By the written text. */
  readonly rewrites: ReadonlyMap<string, Rewrite>
}

/** Looks for one habit in the texts of a column; `undefined` where the column does not have it. */
export type HabitFinder = (texts: readonly WrittenText[], rows: number) => Habit | undefined

export const cellsOf = (texts: readonly WrittenText[]): number => texts.reduce((sum, { cells }) => sum + cells, 0)

/** The texts by a key, the groups with the most cells first; texts without a key are left out. */
export function groupTexts<Key extends string>(
  texts: readonly WrittenText[],
  keyOf: (text: string) => Key | undefined,
): { key: Key; cells: number; texts: WrittenText[] }[] {
  const groups = new Map<Key, { key: Key; cells: number; texts: WrittenText[] }>()
  for (const one of texts) {
    const key = keyOf(one.text)
    if (key === undefined) continue
    const group = groups.get(key) ?? { key, cells: 0, texts: [] }
    group.cells += one.cells
    group.texts.push(one)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.cells - a.cells || (a.key < b.key ? -1 : 1))
}
