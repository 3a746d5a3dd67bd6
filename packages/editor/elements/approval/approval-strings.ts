import { formatCount, defaultLanguage } from '@aw-flow/messages'
import { renderText } from '../../language/render-text.ts'

/** The UI strings of an approval. The `strings` property overrides them. @internal */
export const approvalStrings = {
  /** The language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  approve: 'Approve',
  reject: 'Reject',
  runAgain: 'Run again',
  markAsDone: 'Mark as done',
  resultLabel: 'Result (JSON), if the action was completed',
  markAsFailed: 'Mark as failed',
  raiseLimit: 'Raise limit',
  useResult: 'Use result so far',
  stop: 'Stop',
  comment: 'Comment',
  edit: 'Edit before continuing',
  editJson: 'JSON',
  /** The label of the field for the amount to add to a limit. `unit` is the limit's unit. */
  amount: (unit?: 'cost' | 'ms'): string =>
    `Amount to add${unit === 'cost' ? ' (US dollars)' : unit === 'ms' ? ' (milliseconds)' : ''}`,
  editCells: 'Cells to change (JSON): [{"row": 1, "column": "price", "value": "3.50"}]',
  decideBy: (time: string): string => `Decide by ${time}.`,
  rows: (shown: number, rows: number): string => `First ${formatCount(shown)} of ${formatCount(rows)} rows`,
  waitingUntil: (time: string): string => `Waiting until ${time}.`,
  waitingForEvent: (name: string): string => `Waiting for event “${name}”.`,
  noInput: 'No input.',
  /** The placeholder for a cell without a value. */
  null: 'null',
  difference: 'Your changes',
  cell: (column: string, row: number): string => `${column}, row ${formatCount(row)}`,
  removed: 'removed',
}
/** The UI strings of an approval. @internal */
export type ApprovalStrings = typeof approvalStrings
