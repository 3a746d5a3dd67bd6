/**
 * A number used in positions and indexes: a constant, or the number in one of the row's cells plus a constant. With
 * `sign: -1`, it counts from the end.
 */
export type CellNumber = number | { readonly column: number; readonly add: number; readonly sign: 1 | -1 }

/**
 * A position between two characters of a string. `offset` counts characters from the start or, if it is negative, from
 * the end. `edge` is the start or end of the match of a pattern with the given index.
 */
export type Position =
  | { readonly kind: 'offset'; readonly offset: CellNumber }
  | { readonly kind: 'end' }
  | { readonly kind: 'edge'; readonly pattern: string; readonly index: number; readonly side: 'start' | 'end' }

export type LetterCase = 'lower' | 'upper' | 'title' | 'sentence'

/**
 * A number format. `group` is the thousands separator. `decimals` is the fixed number of decimal places; by default,
 * numbers have as many as necessary.
 */
export interface NumberFormat {
  readonly group: '' | ',' | '.' | ' '
  readonly decimalMark: '.' | ','
  readonly decimals?: number
}

/**
 * The format in which each part of a split string is output: unchanged, only its first character, or in sentence case.
 */
export type PartForm = 'same' | 'initial' | 'sentence'

/**
 * A program that computes a string from a row's cells. It has no value for rows to which it does not apply. It is plain
 * data, so it can be stored, compared and sent. Columns are identified by their index in the row, starting at 0.
 * Indexes of matches and parts start at 1; negative indexes count from the end.
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
  /** The text before or after the first or last delimiter. The whole text if it does not contain the delimiter. */
  | {
      readonly kind: 'before' | 'after'
      readonly text: TextExpression
      readonly delimiter: string
      readonly occurrence: 'first' | 'last'
    }
  | { readonly kind: 'case'; readonly text: TextExpression; readonly form: LetterCase }
  /** Removes leading and trailing spaces. With `collapse`, also replaces each run of spaces with a single space. */
  | { readonly kind: 'trim'; readonly text: TextExpression; readonly collapse: boolean }
  | { readonly kind: 'replace'; readonly text: TextExpression; readonly search: TextExpression; readonly by: string }
  | { readonly kind: 'replace-pattern'; readonly text: TextExpression; readonly pattern: string; readonly by: string }
  | { readonly kind: 'pad'; readonly text: TextExpression; readonly width: number; readonly fill: string }
  /**
   * Computes `number × scale + offset` and formats the result with the format `to`. The result is undefined unless the
   * text is a number in the format `from`.
   */
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
  /** `count-matches` counts the matches of a pattern in the text, `count` the occurrences of a string. */
  | { readonly kind: 'count-matches'; readonly text: TextExpression; readonly pattern: string }
  | { readonly kind: 'count'; readonly text: TextExpression; readonly search: TextExpression }
  | {
      readonly kind: 'arithmetic'
      readonly operator: '+' | '-' | '*' | '/'
      readonly left: TextExpression
      readonly right: TextExpression
    }
  | { readonly kind: 'if'; readonly test: Test; readonly whenTrue: TextExpression; readonly otherwise: TextExpression }

/** A condition on a row's cells. If an expression that it compares has no value, the condition is false. */
export type Test =
  | {
      readonly kind: 'contains' | 'starts-with' | 'ends-with' | 'equals'
      readonly text: TextExpression
      readonly search: TextExpression
    }
  | { readonly kind: 'matches'; readonly text: TextExpression; readonly pattern: string }
  /** Holds if the text contains at least `min` matches of the pattern. */
  | { readonly kind: 'has-matches'; readonly text: TextExpression; readonly pattern: string; readonly min: number }
  | { readonly kind: 'at-least'; readonly text: TextExpression; readonly limit: number }
  | { readonly kind: 'not'; readonly test: Test }
  | { readonly kind: 'and' | 'or'; readonly left: Test; readonly right: Test }

/** A row's cells as text. Null values are `undefined`. @internal */
export type TextRow = readonly (string | undefined)[]

export const createColumn = (index: number): TextExpression => ({ kind: 'column', column: index })
export const createConstant = (value: string): TextExpression => ({ kind: 'constant', value })

/** Concatenates expressions. Flattens nested concatenations and merges adjacent constants. */
export function concatExpressions(parts: readonly TextExpression[]): TextExpression {
  const mergedParts: TextExpression[] = []
  for (const part of parts.flatMap((part) => (part.kind === 'concat' ? part.parts : [part]))) {
    const last = mergedParts.at(-1)
    if (part.kind === 'constant' && last?.kind === 'constant')
      mergedParts[mergedParts.length - 1] = createConstant(last.value + part.value)
    else mergedParts.push(part)
  }
  return mergedParts.length === 1 ? mergedParts[0]! : { kind: 'concat', parts: mergedParts }
}

const compiledPatterns = new Map<string, RegExp>()
/** Compiles a pattern and caches the result. Patterns use only syntax that RE2 and JavaScript have in common. */
export function compilePattern(pattern: string, flags = 'gu'): RegExp {
  const key = `${flags} ${pattern}`
  const compiled = compiledPatterns.get(key) ?? new RegExp(pattern, flags)
  if (compiledPatterns.size > 500) compiledPatterns.clear()
  compiledPatterns.set(key, compiled)
  return compiled
}

export const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
