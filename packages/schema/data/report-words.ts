/** The English strings of the HTML validation report. Hosts can replace them. @internal */
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
