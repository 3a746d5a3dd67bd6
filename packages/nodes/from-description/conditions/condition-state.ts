import type { Column } from '@aw-flow/schema'
import type { Token } from '../words.ts'
import { ConditionList } from './condition-list.ts'

/** The mutable state while conditions are read from left to right. */
export class ConditionState {
  readonly tokens: readonly Token[]
  readonly columns: readonly Column[]
  /** Columns to which a comparative such as "older" can refer. */
  readonly comparable: readonly Column[]
  readonly list: ConditionList
  /** Tokens that conditions were read from. */
  readonly used = new Set<Token>()
  matchesAny = false
  /** The most recently named column that has not been compared yet. */
  column: Column | undefined
  columnAt = -1
  /** Whether the complete set of the column's values is known. */
  hasKnownValues = false
  /** A numeric column that waits for its value because a value of another column comes first. */
  pendingColumn: Column | undefined
  /** The most recently compared column: "above 30 or below 0" compares it twice. */
  lastCompared: Column | undefined
  /** Whether the next condition is an alternative ("or") to the previous one. */
  isAlternative = false
  /** Whether the alternative applies to all preceding conditions: "hot and windy, or cold". */
  isAlternativeToAll = false
  /**
   * Groups of conditions that were read together, as index ranges, and whether each is an alternative to those before
   * it.
   */
  readonly units: {
    readonly from: number
    readonly to: number
    readonly isAlternative: boolean
    readonly isAlternativeToAll: boolean
  }[] = []
  #last = { from: 0, columnAt: -1, count: 0 }

  constructor(tokens: readonly Token[], columns: readonly Column[], comparable: readonly Column[]) {
    this.tokens = tokens
    this.columns = columns
    this.comparable = comparable
    this.list = new ConditionList(tokens)
  }

  /** Returns a token's folded text, or an empty string if there is no token at the index. */
  wordAt(index: number): string {
    return this.tokens[index]?.folded ?? ''
  }

  nameColumn(column: Column, index: number): void {
    this.column = column
    this.columnAt = index
  }

  /** Records the conditions from index `start` on as one unit. Does nothing if none were added. */
  recordUnit(start: number): void {
    const from = Math.max(start, this.units.at(-1)?.to ?? 0)
    const to = this.list.conditions.length
    if (to <= from) return
    this.units.push({ from, to, isAlternative: this.isAlternative, isAlternativeToAll: this.isAlternativeToAll })
    this.isAlternative = false
    this.isAlternativeToAll = false
  }

  /**
   * Marks the tokens that the latest conditions were read from as used, including the tokens that name their columns.
   */
  markUsed(next: number): void {
    const { conditions } = this.list
    const { from, columnAt, count } = this.#last
    if (conditions.length > count) {
      const read = this.tokens.slice(from, next)
      const named = new Set(conditions.slice(count).map((condition) => condition.column))
      for (const each of [this.tokens[columnAt], ...read, ...this.tokens.slice(next, next + 3)])
        if (each && (read.includes(each) || named.has(each.column?.name ?? ''))) this.used.add(each)
    }
    this.#last = { from: next, columnAt: this.columnAt, count: conditions.length }
  }
}

/**
 * Reads part of a condition at a token index.
 *
 * @returns The index of the next token to read, or `undefined` if the rule does not apply.
 */
export type ConditionRule = (state: ConditionState, index: number) => number | undefined
