import { formatCount, usualLanguage } from '@aw-flow/messages'

/** The texts of an approval; the `strings` property overrides them. @internal */
export const approvalStrings = {
  /** The language of the texts, for numbers: a BCP 47 tag. */
  language: usualLanguage,
  approve: 'Approve',
  reject: 'Reject',
  again: 'Run again',
  done: 'Mark as done',
  doneAs: 'Result (JSON), if it was done',
  refuse: 'Fail the node',
  comment: 'Comment',
  edit: 'Edit before continuing',
  editJson: 'JSON',
  editCells: 'Cells to change (JSON): [{"row": 1, "column": "price", "value": "3.50"}]',
  notJson: (message: string): string => `Invalid JSON: ${message}`,
  until: (time: string): string => `Decide by ${time}.`,
  rows: (shown: number, rows: number): string => `The first ${formatCount(shown)} of ${formatCount(rows)} rows`,
  waitsUntil: (time: string): string => `Waiting until ${time}.`,
  waitsFor: (name: string): string => `Waiting for event “${name}”.`,
  nothing: 'No input.',
  /** The text of a cell without a value. */
  null: 'null',
  difference: 'Your changes',
  cell: (column: string, row: number): string => `${column}, row ${formatCount(row)}`,
  gone: 'removed',
}
/** @internal */
export type ApprovalStrings = typeof approvalStrings
