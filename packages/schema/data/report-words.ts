/** The English strings of the HTML report of a validation, which hosts can replace. @internal */
export const reportWords = {
  valid: 'Valid',
  notValid: 'Not valid',
  rows: 'Rows',
  rule: 'Rule',
  failing: 'Failing rows',
  share: 'Share',
  first: 'Examples',
  noValue: 'null',
  row: 'row',
  passed: 'passed',
  omitted: 'Rules not in this file',
}
/** @internal */
export type ReportWords = typeof reportWords
