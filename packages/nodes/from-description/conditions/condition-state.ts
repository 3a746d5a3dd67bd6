import type { Column } from '@aw-flow/schema'
import type { Token } from '../words.ts'
import { ConditionList } from './condition-list.ts'

/** The mutable state while conditions are read from left to right. */
export class ConditionState {
  readonly tokens: readonly Token[]
  readonly columns: readonly Column[]
  /** Columns to which a comparative such as "older" can refer. */
  readonly comparableColumns: readonly Column[]
  readonly list: ConditionList
  /** Tokens that conditions were read from. */
  readonly usedTokens = new Set<Token>()
  /** Whether a row must match any of the conditions rather than all of them. */
  matchesAny = false
  /** The most recently named column that has not been compared yet. */
  column: Column | undefined
  /** The index of the token that names the most recent column, or -1. */
  columnIndex = -1
  /** Whether the complete set of the column's values is known. */
  hasKnownValues = false
  /** A numeric column that waits for its value because a value of another column comes first. */
  pendingColumn: Column | undefined
  /** The most recently compared column: "above 30 or below 0" compares it twice. */
  lastComparedColumn: Column | undefined
  /** Whether the next condition is an alternative ("or") to the previous one. */
  isAlternative = false
  /** Whether the alternative applies to all preceding conditions: "hot and windy, or cold". */
  isAlternativeToAll = false
  /**
   * Index ranges of conditions that were read together. `isAlternative` indicates whether a group is an alternative to
   * the preceding groups.
   */
  readonly conditionGroups: {
    readonly start: number
    readonly end: number
    readonly isAlternative: boolean
    readonly isAlternativeToAll: boolean
  }[] = []
  #lastRead = { start: 0, columnIndex: -1, count: 0 }

  constructor(tokens: readonly Token[], columns: readonly Column[], comparableColumns: readonly Column[]) {
    this.tokens = tokens
    this.columns = columns
    this.comparableColumns = comparableColumns
    this.list = new ConditionList(tokens)
  }

  /** Returns a token's folded text, or an empty string if there is no token at the index. */
  getWord(index: number): string {
    return this.tokens[index]?.folded ?? ''
  }

  nameColumn(column: Column, index: number): void {
    this.column = column
    this.columnIndex = index
  }

  /** Records the conditions from index `first` onward as one group. Does nothing if no conditions were added. */
  recordGroup(first: number): void {
    const start = Math.max(first, this.conditionGroups.at(-1)?.end ?? 0)
    const end = this.list.conditions.length
    if (end <= start) return
    this.conditionGroups.push({
      start,
      end,
      isAlternative: this.isAlternative,
      isAlternativeToAll: this.isAlternativeToAll,
    })
    this.isAlternative = false
    this.isAlternativeToAll = false
  }

  /**
   * Marks the tokens of the latest conditions as used, including the tokens that name their columns.
   */
  markUsed(next: number): void {
    const { conditions } = this.list
    const { start, columnIndex, count } = this.#lastRead
    if (conditions.length > count) {
      const readTokens = this.tokens.slice(start, next)
      const columnNames = new Set(conditions.slice(count).map((condition) => condition.column))
      for (const each of [this.tokens[columnIndex], ...readTokens, ...this.tokens.slice(next, next + 3)])
        if (each && (readTokens.includes(each) || columnNames.has(each.column?.name ?? ''))) this.usedTokens.add(each)
    }
    this.#lastRead = { start: next, columnIndex: this.columnIndex, count: conditions.length }
  }
}

/**
 * Reads part of a condition at a token index.
 *
 * @returns The index of the next token to read, or `undefined` if the rule does not apply.
 */
export type ConditionRule = (state: ConditionState, index: number) => number | undefined
