/** A level assigned to a value by a rule, displayed as a color, a symbol and a word. @public */
export type ValueLevel = 'good' | 'warn' | 'bad' | 'info'

/** A rule that assigns a level to the values of a column. @public */
export interface LevelRule {
  /** How a value is compared with `value`. Times are compared as prefixes of ISO 8601 strings. */
  readonly test: 'at-least' | 'at-most' | 'equals' | 'contains'
  /** The number, time or text to compare with. Text is compared case-insensitively. */
  readonly value: string
  /** The level assigned to matching values. */
  readonly level: ValueLevel
}

/** Colors for the values of a column: either a numeric scale, or rules, of which the first match applies. @public */
export type ColumnColors =
  | {
      readonly kind: 'scale'
      /** The number with the weakest color. */
      readonly min: number
      /** The number with the strongest color. */
      readonly max: number
      /** Midpoint of a diverging scale, which has no color. If undefined, the scale is sequential. */
      readonly middle?: number | undefined
    }
  | { readonly kind: 'rules'; readonly rules: readonly LevelRule[] }

/** Format for the numbers of a column. @public */
export interface ColumnNumberFormat {
  /** The notation. */
  readonly style: 'number' | 'percent' | 'currency' | 'compact' | 'scientific'
  /** Number of decimals, from 0 to 15. The default depends on the notation; `number` shows all decimals. */
  readonly decimals?: number | undefined
  /** Currency code (ISO 4217), such as `EUR`. */
  readonly currency?: string | undefined
}

/** Format for the dates and times of a column. @public */
export type ColumnDateStyle = 'short' | 'medium' | 'long' | 'weekday' | 'month' | 'year'

/** How a column's values are displayed. Copies, downloads and nodes use the exact values. @public */
export interface ColumnFormat {
  /** Number format, used if the column is numeric. */
  readonly number?: ColumnNumberFormat | undefined
  /** Date format, used if the column contains dates or timestamps. */
  readonly date?: ColumnDateStyle | undefined
  /** Colors of the values. */
  readonly colors?: ColumnColors | undefined
}

/** The color of a cell, supplemented by a bar, or by a mark with a tooltip. */
export interface CellColor {
  /** Background, as a CSS color. */
  readonly tint: string
  /** Color of the bar or mark, as a CSS color. */
  readonly accent: string
  /** Length of the bar relative to the cell width, from 0 to 1, or 0 if the cell has a mark. */
  readonly fraction: number
  /** The mark before the value, or an empty string if the cell has a bar. */
  readonly mark: string
  /** Tooltip text that explains the mark. */
  readonly label: string
}

/** Formats and colors the values of a column. */
export interface ColumnFormatter {
  /** Formats an exact value. Undefined if the format only sets colors. */
  readonly format: ((text: string) => string) | undefined
  /** Returns the color for an exact value, if any. Undefined if the column has no colors. */
  readonly color: ((text: string) => CellColor | undefined) | undefined
  /** Whether cells reserve space for a mark. */
  readonly hasMarks: boolean
}
