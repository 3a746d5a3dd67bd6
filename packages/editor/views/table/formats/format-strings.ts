import type { ColumnColors, ColumnNumberFormat, LevelRule, ValueLevel } from './column-format.ts'

/** UI strings of column formats. */
export interface FormatStrings {
  readonly title: (column: string) => string
  readonly style: string
  readonly exact: string
  readonly numberStyles: Readonly<Record<ColumnNumberFormat['style'], string>>
  readonly decimals: string
  readonly automatic: string
  readonly currency: string
  readonly colors: string
  readonly colorKinds: Readonly<Record<'none' | ColumnColors['kind'], string>>
  readonly divergingScale: string
  readonly midpoint: string
  readonly ruleTests: Readonly<Record<LevelRule['test'], string>>
  readonly levels: Readonly<Record<ValueLevel, string>>
  readonly test: string
  readonly value: string
  readonly level: string
  readonly addRule: string
  readonly clear: string
  readonly done: string
  readonly note: string
}

/** English UI strings. */
export const formatStrings: FormatStrings = {
  title: (column) => `Format of ${column}`,
  style: 'Format',
  exact: 'Exact value',
  numberStyles: {
    number: 'Number',
    percent: 'Percent',
    currency: 'Currency',
    compact: 'Compact (1.2K)',
    scientific: 'Scientific (1.2E3)',
  },
  decimals: 'Decimals',
  automatic: 'Automatic',
  currency: 'Currency code',
  colors: 'Color',
  colorKinds: { none: 'None', scale: 'Scale', rules: 'Rules' },
  divergingScale: 'Diverging scale',
  midpoint: 'Midpoint',
  ruleTests: { 'at-least': '≥', 'at-most': '≤', equals: 'is', contains: 'contains' },
  levels: { good: 'Good', warn: 'Warning', bad: 'Bad', info: 'Note' },
  test: 'Comparison',
  value: 'Value',
  level: 'Level',
  addRule: 'Add rule',
  clear: 'Clear format',
  done: 'Done',
  note: 'Copies, downloads and nodes keep the exact values.',
}
