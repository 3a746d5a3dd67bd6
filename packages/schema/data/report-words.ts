/** The English strings of the HTML validation report. Hosts can replace them. @internal */
export const reportLabels = {
  valid: 'Valid',
  warned: 'Needs review',
  notValid: 'Invalid',
  rows: 'Rows',
  rule: 'Rule',
  failing: 'Failing rows',
  share: 'Share',
  first: 'Examples',
  nullValue: 'null',
  row: 'row',
  passed: 'passed',
  omitted: 'Rules not in this file',
}
/** @internal */
export type ReportLabels = typeof reportLabels
