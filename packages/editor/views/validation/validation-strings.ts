import { renderText } from '../../language/render-text.ts'
import type { RuleSeverity } from '@aw-flow/schema'
import { reportLabels, type ReportLabels } from '@aw-flow/schema/internal'
import { formatCount, defaultLanguage } from '@aw-flow/messages'
import { pluralize } from '../../language/pluralize.ts'

const pluralizeNoun = (count: number, noun: string): string => pluralize(count, { one: noun, other: `${noun}s` })

/** UI strings of `<aw-validation-report>`, overridden by its `strings` property. @internal */
export const validationStrings = {
  /** The language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  none: 'Not checked yet.',
  noRules: 'No rules were checked.',
  valid: 'Valid',
  /** The verdict if only rules fail whose failures are warnings. */
  warned: 'Needs review',
  notValid: 'Not valid',
  summary: (failing: number, total: number, rows: number): string =>
    failing === 0
      ? `${pluralizeNoun(rows, 'row')}: ${pluralizeNoun(total, 'rule')} passed.`
      : `${pluralizeNoun(rows, 'row')}: ${formatCount(failing)} of ${pluralizeNoun(total, 'rule')} failed.`,
  show: 'Show',
  failing: (count: number): string => `Failed (${formatCount(count)})`,
  passing: (count: number): string => `Passed (${formatCount(count)})`,
  all: (count: number): string => `All (${formatCount(count)})`,
  rules: 'Rules',
  passed: 'Passed',
  failed: 'Failed',
  severities: { error: 'Error', warning: 'Warning', info: 'Note' } as Record<RuleSeverity, string>,
  rowsFail: (failing: number, checked: number, percentage: string): string =>
    `${formatCount(failing)} of ${pluralizeNoun(checked, 'row')} (${percentage})`,
  missingColumn: 'Column missing',
  unchecked: 'Not checked',
  firstRows: 'Failing rows',
  row: (row: number): string => `Row ${formatCount(row)}`,
  noValue: 'null',
  noMatches: 'No rules match.',
  saveJson: 'Export as JSON',
  saveHtml: 'Export as HTML',
  /** UI strings for the exported HTML file. */
  file: reportLabels as ReportLabels,
}
/** @internal */
export type ValidationStrings = typeof validationStrings
