import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { Token } from '../words.ts'

export type Comparison =
  | 'equals'
  | 'not-equals'
  | 'less'
  | 'at-most'
  | 'more'
  | 'at-least'
  | 'contains'
  | 'not-contains'
  | 'starts-with'
  | 'ends-with'
  | 'is-one-of'
  | 'is-empty'
  | 'is-not-empty'

export type Scalar = string | number | boolean

/** A condition of the Filter node. */
export interface ParsedCondition {
  readonly column: string
  readonly is: Comparison
  readonly value: Scalar | Scalar[]
}

export interface ParsedConditions {
  readonly conditions: readonly ParsedCondition[]
  readonly match: 'all' | 'any'
  /** Further requirements, each a list of alternatives of which a row must match one: "a or b, and c". */
  readonly alternatives?: readonly (readonly (readonly ParsedCondition[])[])[]
  /** Tokens that the conditions were read from. */
  readonly usedTokens?: ReadonlySet<Token>
}

export const inverseComparisons: Readonly<Record<Comparison, Comparison | undefined>> = {
  equals: 'not-equals',
  'not-equals': 'equals',
  less: 'at-least',
  'at-most': 'more',
  more: 'at-most',
  'at-least': 'less',
  'is-empty': 'is-not-empty',
  'is-not-empty': 'is-empty',
  contains: 'not-contains',
  'not-contains': 'contains',
  'starts-with': undefined,
  'ends-with': undefined,
  'is-one-of': undefined,
}

export const isNumericComparison = (comparison: Comparison): boolean =>
  ['more', 'less', 'at-least', 'at-most'].includes(comparison)

/**
 * Returns whether a column's type allows a comparison with a value. Temporal columns can be compared with dates and
 * years, and numeric columns with numbers.
 */
export const fitsType = ({ type }: Column, value: Scalar | Scalar[]): boolean =>
  [value]
    .flat()
    .every(
      (each) =>
        each === '' ||
        (isTemporal(type) ? /^\d{4}(?:-|$)/.test(String(each)) : isNumber(type) ? !Number.isNaN(Number(each)) : true),
    )

/**
 * Merges equality conditions on the same column into one `is-one-of` condition: "Adelie penguins and Gentoo penguins".
 */
export function mergeEqualities(conditions: readonly ParsedCondition[]): readonly ParsedCondition[] {
  const isEquality = ({ is }: ParsedCondition): boolean => is === 'equals' || is === 'is-one-of'
  const mergedConditions: ParsedCondition[] = []
  for (const condition of conditions) {
    const index = isEquality(condition)
      ? mergedConditions.findIndex((each) => isEquality(each) && each.column === condition.column)
      : -1
    if (index < 0) mergedConditions.push(condition)
    else {
      const value = [...new Set([mergedConditions[index]!.value, condition.value].flat())]
      mergedConditions[index] = value.length === 1 ? mergedConditions[index]! : { ...condition, is: 'is-one-of', value }
    }
  }
  return mergedConditions
}

/**
 * Inverts conditions: "remove rows where a is empty" keeps the rows where `a` is not empty.
 *
 * @returns The inverted conditions, or `undefined` if they cannot be expressed.
 */
export function invertConditions({ conditions, match, alternatives }: ParsedConditions): ParsedConditions | undefined {
  if (alternatives) return undefined
  const invertedConditions: ParsedCondition[] = []
  for (const { column, is, value } of conditions) {
    const isList = is === 'is-one-of' && Array.isArray(value)
    // A value outside a list must differ from all of its items, so all inverted conditions must hold.
    if (isList && (match === 'any' || conditions.length === 1)) {
      invertedConditions.push(...value.map((item) => ({ column, is: 'not-equals' as const, value: item })))
      continue
    }
    const inverse = inverseComparisons[is]
    if (inverse === undefined) return undefined
    invertedConditions.push({ column, is: inverse, value })
  }
  return { conditions: invertedConditions, match: match === 'any' || conditions.length === 1 ? 'all' : 'any' }
}
