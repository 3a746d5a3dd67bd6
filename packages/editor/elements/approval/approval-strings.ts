import { formatCount, usualLanguage } from '@aw-flow/messages'

/** The words of an approval; replace some of them by the `strings` property. */
export const approvalStrings = {
  /** The language of the words, for numbers: a BCP 47 tag. */
  language: usualLanguage,
  approve: 'Approve',
  reject: 'Reject',
  again: 'Do it again',
  done: 'It was done',
  doneAs: 'What it came to, as JSON, where it was done',
  refuse: 'Let the node fail',
  comment: 'Comment',
  edit: 'Change it before it goes on',
  editJson: 'As JSON',
  editCells: 'Cells to change, as JSON: [{"row": 1, "column": "price", "value": "3.50"}]',
  notJson: (message: string): string => `This is no JSON: ${message}`,
  until: (time: string): string => `Decide by ${time}.`,
  rows: (shown: number, rows: number): string => `The first ${formatCount(shown)} of ${formatCount(rows)} rows`,
  waitsUntil: (time: string): string => `Waits until ${time}.`,
  waitsFor: (name: string): string => `Waits for the event “${name}”.`,
  nothing: 'Nothing came in.',
  /** What stands in a cell without a value. */
  null: 'null',
  difference: 'What you change',
  cell: (column: string, row: number): string => `${column}, row ${formatCount(row)}`,
  gone: 'gone',
}
export type ApprovalStrings = typeof approvalStrings
