/** A level that a rule assigns to a value. It is shown as a color, a sign and a word. @public */
export type ValueLevel = 'good' | 'warn' | 'bad' | 'info'

/** A rule that assigns a level to values of a column. @public */
export interface LevelRule {
  /** The comparison with `value`. Times are compared as prefixes of ISO 8601 strings. */
  readonly test: 'at-least' | 'at-most' | 'equals' | 'contains'
  /** The number, time or text to compare with; text ignores case. */
  readonly value: string
  /** The level of values that pass the test. */
  readonly level: ValueLevel
}

/** Colors of a column's values: a numeric scale, or rules of which the first match applies. @public */
export type ColumnColors =
  | {
      readonly kind: 'scale'
      /** The number with the weakest color. */
      readonly min: number
      /** The number with the strongest color. */
      readonly max: number
      /** The number without color, if smaller and larger numbers have different colors. */
      readonly middle?: number | undefined
    }
  | { readonly kind: 'rules'; readonly rules: readonly LevelRule[] }

/** How numbers of a column are displayed. @public */
export interface ColumnNumberFormat {
  /** The notation. */
  readonly style: 'number' | 'percent' | 'currency' | 'compact' | 'scientific'
  /** The number of decimals, 0 to 15. Default: depends on the notation, such as all decimals of a number. */
  readonly decimals?: number | undefined
  /** The code of the currency (ISO 4217), such as `EUR`. */
  readonly currency?: string | undefined
}

/** How dates and times of a column are displayed. @public */
export type ColumnDateStyle = 'short' | 'medium' | 'long' | 'weekday' | 'month' | 'year'

/** How the values of a column are displayed. Copies, downloads and nodes keep the exact values. @public */
export interface ColumnFormat {
  /** The format of numbers; applies to columns of numbers. */
  readonly number?: ColumnNumberFormat | undefined
  /** The format of dates; applies to columns of dates and timestamps. */
  readonly date?: ColumnDateStyle | undefined
  /** The colors of values. */
  readonly colors?: ColumnColors | undefined
}

/** The color of a cell, with a second sign: a bar, or a mark with a word. */
export interface CellColor {
  /** The background, as a CSS color. */
  readonly tint: string
  /** The color of the bar or mark, as a CSS color. */
  readonly strong: string
  /** The length of the bar as a share of the cell, 0 to 1; 0 if there is a mark. */
  readonly share: number
  /** The mark in front of the value; empty if there is a bar. */
  readonly mark: string
  /** The meaning of the mark, for the tooltip. */
  readonly label: string
}

/** Displays the values of a column in its format. */
export interface ColumnFormatter {
  /** Formats an exact value; absent if only the color changes. */
  readonly format: ((text: string) => string) | undefined
  /** Returns the color of an exact value; absent if the column has no colors. */
  readonly color: ((text: string) => CellColor | undefined) | undefined
  /** Whether cells reserve space for a mark. */
  readonly hasMarks: boolean
}
