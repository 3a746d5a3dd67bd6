import type { ColumnColors, ColumnNumberFormat, LevelRule, ValueLevel } from './column-format.ts'

/** UI strings of column formats. */
export const formatStrings = {
  title: (column: string): string => `Format of ${column}`,
  style: 'Format',
  exact: 'Exact value',
  numberStyles: {
    number: 'Number',
    percent: 'Percent',
    currency: 'Currency',
    compact: 'Compact (1.2K)',
    scientific: 'Scientific (1.2E3)',
  } satisfies Record<ColumnNumberFormat['style'], string>,
  decimals: 'Decimals',
  automatic: 'Automatic',
  currency: 'Currency code',
  colors: 'Color',
  colorKinds: { none: 'None', scale: 'Scale', rules: 'Rules' } satisfies Record<'none' | ColumnColors['kind'], string>,
  divergingScale: 'Diverging scale',
  midpoint: 'Midpoint',
  ruleTests: { 'at-least': '≥', 'at-most': '≤', equals: 'is', contains: 'contains' } satisfies Record<
    LevelRule['test'],
    string
  >,
  levels: { good: 'Good', warn: 'Warning', bad: 'Bad', info: 'Note' } satisfies Record<ValueLevel, string>,
  test: 'Comparison',
  value: 'Value',
  level: 'Level',
  addRule: 'Add rule',
  clear: 'Clear format',
  done: 'Done',
  note: 'Copies, downloads and nodes keep the exact values.',
}
export type FormatStrings = typeof formatStrings
