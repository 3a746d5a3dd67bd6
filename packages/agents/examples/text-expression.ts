/**
 * A number in positions and indexes: a constant, or the number in a cell of the row plus a constant.
 * `sign: -1` counts from the end.
 */
export type CellNumber = number | { readonly column: number; readonly add: number; readonly sign: 1 | -1 }

/** A position between two characters. `offset` counts from the start, or from the end if it is negative. */
export type Position =
  | { readonly kind: 'offset'; readonly offset: CellNumber }
  | { readonly kind: 'end' }
  | { readonly kind: 'edge'; readonly pattern: string; readonly index: number; readonly side: 'start' | 'end' }

export type LetterCase = 'lower' | 'upper' | 'title' | 'sentence'

/** The format of a number. `decimals` is the fixed number of decimal places; default: as many as necessary. */
export interface NumberFormat {
  readonly group: '' | ',' | '.' | ' '
  readonly decimalMark: '.' | ','
  readonly decimals?: number
}

/** The output form of each part of a split string: unchanged, its first character, or in sentence case. */
export type PartForm = 'same' | 'initial' | 'sentence'

/**
 * A program that computes a string from the cells of a row; it has no value for rows that it does not apply to. Plain
 * data: programs can be stored, compared and sent. Columns are indexes of the row; the indexes of matches and parts
 * start at 1, and negative ones count from the end.
 *
 * @internal
 */
export type TextExpression =
  | { readonly kind: 'column'; readonly column: number }
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'concat'; readonly parts: readonly TextExpression[] }
  | { readonly kind: 'slice'; readonly text: TextExpression; readonly from: Position; readonly to: Position }
  | { readonly kind: 'split'; readonly text: TextExpression; readonly delimiter: string; readonly index: CellNumber }
  | { readonly kind: 'match'; readonly text: TextExpression; readonly pattern: string; readonly index: CellNumber }
  /** The text before or after the first or last delimiter; the entire text if it has none. */
  | {
      readonly kind: 'before' | 'after'
      readonly text: TextExpression
      readonly delimiter: string
      readonly occurrence: 'first' | 'last'
    }
  | { readonly kind: 'case'; readonly text: TextExpression; readonly form: LetterCase }
  /** Removes leading and trailing spaces; `collapse` also replaces runs of spaces with one space. */
  | { readonly kind: 'trim'; readonly text: TextExpression; readonly collapse: boolean }
  | { readonly kind: 'replace'; readonly text: TextExpression; readonly search: TextExpression; readonly by: string }
  | { readonly kind: 'replace-pattern'; readonly text: TextExpression; readonly pattern: string; readonly by: string }
  | { readonly kind: 'pad'; readonly text: TextExpression; readonly width: number; readonly fill: string }
  /** `value × scale + offset`; no value if the text is not a number in the format `from`. */
  | {
      readonly kind: 'number'
      readonly text: TextExpression
      readonly from: NumberFormat
      readonly to: NumberFormat
      readonly scale: number
      readonly offset: number
    }
  | { readonly kind: 'date'; readonly text: TextExpression; readonly from: string; readonly to: string }
  | {
      readonly kind: 'rejoin'
      readonly text: TextExpression
      readonly delimiter: string
      readonly form: PartForm
      readonly isReversed: boolean
      readonly by: string
    }
  | { readonly kind: 'lookup'; readonly text: TextExpression; readonly entries: readonly (readonly [string, string])[] }
  | { readonly kind: 'length'; readonly text: TextExpression }
  /** The number of matches of a pattern, or of occurrences of a string, in another string. */
  | { readonly kind: 'count-matches'; readonly text: TextExpression; readonly pattern: string }
  | { readonly kind: 'count'; readonly text: TextExpression; readonly search: TextExpression }
  | {
      readonly kind: 'arithmetic'
      readonly operator: '+' | '-' | '*' | '/'
      readonly left: TextExpression
      readonly right: TextExpression
    }
  | { readonly kind: 'if'; readonly test: Test; readonly whenTrue: TextExpression; readonly otherwise: TextExpression }

/** A condition on the cells of a row; false for cells without a value. */
export type Test =
  | {
      readonly kind: 'contains' | 'starts-with' | 'ends-with' | 'equals'
      readonly text: TextExpression
      readonly search: TextExpression
    }
  | { readonly kind: 'matches'; readonly text: TextExpression; readonly pattern: string }
  /** True if the text has at least `min` matches of the pattern. */
  | { readonly kind: 'has-matches'; readonly text: TextExpression; readonly pattern: string; readonly min: number }
  | { readonly kind: 'at-least'; readonly text: TextExpression; readonly limit: number }
  | { readonly kind: 'not'; readonly test: Test }
  | { readonly kind: 'and' | 'or'; readonly left: Test; readonly right: Test }

/** The cells of a row as text; `undefined` is null. @internal */
export type TextRow = readonly (string | undefined)[]

export const createColumn = (index: number): TextExpression => ({ kind: 'column', column: index })
export const createConstant = (value: string): TextExpression => ({ kind: 'constant', value })

/** Joins expressions; nested concatenations are flattened, and adjacent constants are merged. */
export function concatExpressions(parts: readonly TextExpression[]): TextExpression {
  const merged: TextExpression[] = []
  for (const part of parts.flatMap((part) => (part.kind === 'concat' ? part.parts : [part]))) {
    const last = merged.at(-1)
    if (part.kind === 'constant' && last?.kind === 'constant')
      merged[merged.length - 1] = createConstant(last.value + part.value)
    else merged.push(part)
  }
  return merged.length === 1 ? merged[0]! : { kind: 'concat', parts: merged }
}

const patterns = new Map<string, RegExp>()
/** Returns the compiled pattern, which is written in the common subset of RE2 and JavaScript. */
export function compilePattern(pattern: string, flags = 'gu'): RegExp {
  const key = `${flags} ${pattern}`
  const compiled = patterns.get(key) ?? new RegExp(pattern, flags)
  if (patterns.size > 500) patterns.clear()
  patterns.set(key, compiled)
  return compiled
}

export const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
