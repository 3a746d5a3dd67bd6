import type { Column } from '@aw-flow/schema'
import type { Token } from '../words.ts'
import { ConditionList } from './condition-list.ts'

/** The state of reading conditions from left to right. */
export class ConditionState {
  readonly tokens: readonly Token[]
  readonly columns: readonly Column[]
  /** The columns that a comparative such as "older" can mean. */
  readonly comparable: readonly Column[]
  readonly list: ConditionList
  /** The tokens that the conditions were read from. */
  readonly used = new Set<Token>()
  matchesAny = false
  /** The column that was named last, and has not been compared. */
  column: Column | undefined
  columnAt = -1
  /** Whether all values of the column are known. */
  hasKnownValues = false
  /** A numeric column that is named before a value of another column. */
  waiting: Column | undefined
  /** The column of the last comparison: "above 30 or below 0" compares it twice. */
  compared: Column | undefined
  /** Whether the next condition is an alternative to the previous one. */
  isAlternative = false
  /** Whether the alternative is to all conditions before: "hot and windy, or cold". */
  isWide = false
  /** The conditions that were read together, and whether they are an alternative to those before. */
  readonly units: {
    readonly from: number
    readonly to: number
    readonly isAlternative: boolean
    readonly isWide: boolean
  }[] = []
  #last = { from: 0, columnAt: -1, count: 0 }

  constructor(tokens: readonly Token[], columns: readonly Column[], comparable: readonly Column[]) {
    this.tokens = tokens
    this.columns = columns
    this.comparable = comparable
    this.list = new ConditionList(tokens)
  }

  /** Returns the folded text of a token, or an empty text. */
  wordAt(index: number): string {
    return this.tokens[index]?.folded ?? ''
  }

  nameColumn(column: Column, index: number): void {
    this.column = column
    this.columnAt = index
  }

  /** Records the conditions that were added since a count, as one unit. */
  recordUnit(start: number): void {
    const from = Math.max(start, this.units.at(-1)?.to ?? 0)
    const to = this.list.conditions.length
    if (to <= from) return
    this.units.push({ from, to, isAlternative: this.isAlternative, isWide: this.isWide })
    this.isAlternative = false
    this.isWide = false
  }

  /** Marks the tokens of the last condition, including its column, as used. */
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
 * Reads a part of a condition at an index.
 *
 * @returns The index of the token after it; `undefined` if the tokens mean something else.
 */
export type ConditionRule = (state: ConditionState, index: number) => number | undefined
