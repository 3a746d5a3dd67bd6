import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { Token } from '../words.ts'
import { isYearValue, toPeriod } from './compared-columns.ts'
import { fitsType, inverseComparisons, type Comparison, type Scalar, type ParsedCondition } from './condition.ts'
import { readYears } from './read-ranges.ts'

const periodLimits: Partial<Record<Comparison, readonly [is: Comparison, limit: 'start' | 'end']>> = {
  less: ['less', 'start'],
  'at-least': ['at-least', 'start'],
  more: ['at-least', 'end'],
  'at-most': ['less', 'end'],
}

/** The conditions read so far, and whether the next one is negated. */
export class ConditionList {
  readonly conditions: ParsedCondition[] = []
  isNegated = false
  readonly #tokens: readonly Token[]

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  /**
   * Adds a condition and resets `isNegated`. Adds nothing if the comparison cannot be negated or the column's type does
   * not allow the value.
   */
  add(column: Column, comparison: Comparison, value: Scalar | Scalar[]): void {
    const effectiveComparison = this.isNegated ? inverseComparisons[comparison] : comparison
    this.isNegated = false
    const period = isTemporal(column.type) && !Array.isArray(value) ? toPeriod(value) : undefined
    const limit = period && effectiveComparison ? periodLimits[effectiveComparison] : undefined
    // Comparisons with a month or year use its first day or the first day after it.
    if (period && limit) {
      this.conditions.push({ column: column.name, is: limit[0], value: period[limit[1]] })
      return
    }
    if (effectiveComparison === undefined || !fitsType(column, value)) return
    this.conditions.push({ column: column.name, is: effectiveComparison, value })
  }

  /** Adds a condition that matches any of several values or, if negated, none of them. */
  addOneOf({ name }: Column, values: readonly Scalar[]): void {
    if (this.isNegated) for (const value of values) this.conditions.push({ column: name, is: 'not-equals', value })
    else this.conditions.push({ column: name, is: 'is-one-of', value: [...values] })
    this.isNegated = false
  }

  /** Adds the conditions for a year or month: equality for a year column, a range for a date or time column. */
  addPeriod(column: Column, value: Scalar): void {
    const { start, end } = toPeriod(value)!
    if (!isTemporal(column.type)) return this.add(column, 'equals', value)
    this.add(column, 'at-least', start)
    this.add(column, 'less', end)
  }

  /**
   * Adds the conditions for a year and the words that follow: "2016", "2016 and 2017", "the 1990s".
   *
   * @param nextIndex - The index of the token after the year.
   * @returns The index of the first token that is not part of the period.
   */
  addPeriods(column: Column, value: Scalar, nextIndex: number): number {
    if (this.#isDecade(value, nextIndex)) {
      const endYear = Number(value) + 10
      this.add(column, 'at-least', isTemporal(column.type) ? `${value}-01-01` : value)
      this.add(column, 'less', isTemporal(column.type) ? `${endYear}-01-01` : endYear)
      return nextIndex + 1
    }
    const openEnd = readOpenEnd(this.#tokens, nextIndex)
    if (openEnd) {
      this.add(column, openEnd.comparison, isTemporal(column.type) ? value : Number(value))
      return openEnd.end
    }
    const { years, end } = readYears(this.#tokens, nextIndex)
    if (years.length === 0 || !isYearValue(value)) {
      this.addPeriod(column, value)
      return end
    }
    const allYears = [Number(value), ...years].toSorted((a, b) => a - b)
    const isConsecutive = allYears.every((year, index) => year === allYears[0]! + index)
    if (!isTemporal(column.type)) this.add(column, 'is-one-of', allYears)
    else if (isConsecutive && !this.isNegated) {
      this.add(column, 'at-least', `${allYears[0]}-01-01`)
      this.add(column, 'less', `${allYears.at(-1)! + 1}-01-01`)
    } else {
      this.addPeriod(column, value)
      return nextIndex
    }
    return end
  }

  /** Returns whether a year and its suffix form a decade: "1990s", "90er". */
  #isDecade(value: Scalar, nextIndex: number): boolean {
    const ending = this.#tokens[nextIndex]
    return (
      ending !== undefined &&
      /^(?:s|er|ern)$/.test(ending.folded) &&
      ending.start === this.#tokens[nextIndex - 1]?.end &&
      isYearValue(value)
    )
  }

  /** Adds the conditions for an inclusive range of values, dates, months or years. */
  addRange(column: Column, rangeStart: Scalar, rangeEnd: Scalar): void {
    const [first, second] = isNumber(column.type) ? [Number(rangeStart), Number(rangeEnd)] : [rangeStart, rangeEnd]
    const lastPeriod = isTemporal(column.type) ? toPeriod(second) : undefined
    this.add(column, 'at-least', (isTemporal(column.type) ? toPeriod(first)?.start : undefined) ?? first)
    if (lastPeriod) this.add(column, 'less', lastPeriod.end)
    else this.add(column, 'at-most', second)
  }
}

/** Reads words that make a range open-ended after a year or month: "or later", "and before". */
function readOpenEnd(
  tokens: readonly Token[],
  index: number,
): { readonly comparison: Comparison; readonly end: number } | undefined {
  const [first, second] = [tokens[index]?.folded ?? '', tokens[index + 1]?.folded ?? '']
  if (/^(?:onwards?|upwards?)$/.test(first)) return { comparison: 'at-least', end: index + 1 }
  if (!/^(?:or|and|oder|und)$/.test(first)) return undefined
  if (/^(?:later|after|newer|onwards?|since|spater|danach|neuer)$/.test(second))
    return { comparison: 'at-least', end: index + 2 }
  return /^(?:earlier|before|older|fruher|davor|alter)$/.test(second)
    ? { comparison: 'at-most', end: index + 2 }
    : undefined
}
