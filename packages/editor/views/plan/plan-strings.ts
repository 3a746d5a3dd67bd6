import type { Text } from '@aw-flow/messages'
import { renderText } from '../../language/render-text.ts'
import { describeOperation, type AppliedOperation, type Operation, type OperationName } from '@aw-flow/schema'
import { formatCount, formatPercent, usualLanguage } from '@aw-flow/messages'
import { counted } from '../../language/counted.ts'

const plural = (count: number, one: string): string => counted(count, { one, other: `${one}s` })

/** The words of `<aw-plan>`; replace some of them by the `strings` property. */
export const planStrings = {
  /** The language of the words, for numbers: a BCP 47 tag. */
  language: usualLanguage,
  /** How a sentence of engine or agents reads; English as it comes. */
  said: (text: Text): string => renderText(text),
  title: 'Plan',
  label: 'Operations of the plan',
  close: 'Close',
  keep: 'Use in the next run',
  inverse: 'Save the way back',
  inverseHint:
    'A plan that leads from what was prepared back to the cells as they were: for another Prepare node, or aw prepare --apply',
  none: 'Nothing has to be done: the table is as it should be.',
  operation: (operation: Operation): string => describeOperation(operation),
  summary: (all: number, approved: number): string => `${plural(all, 'operation')}, ${formatCount(approved)} approved`,
  rows: (before: number, after: number): string => `${plural(before, 'row')} in, ${formatCount(after)} out`,
  effect: ({ rowsDropped, rowsAdded, cellsChanged, cellsNulled }: AppliedOperation): string =>
    [
      rowsDropped > 0 ? `${plural(rowsDropped, 'row')} dropped` : '',
      rowsAdded > 0 ? `${plural(rowsAdded, 'row')} added` : '',
      cellsChanged > 0 ? `${plural(cellsChanged, 'cell')} changed` : '',
      cellsNulled > 0 ? `${plural(cellsNulled, 'cell')} emptied` : '',
    ]
      .filter(Boolean)
      .join(', ') || 'changes no cell',
  states: { proposed: 'Proposed', approved: 'Approved', rejected: 'Rejected' },
  approve: 'Approve',
  approveAll: 'Approve all',
  reject: 'Reject',
  edit: 'Edit',
  add: 'Add operation',
  addToLinks: 'Add operation to the links',
  kind: 'Operation',
  kindOf: (op: OperationName): string => op.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase()),
  addedReason: 'Added by hand.',
  added: (place: number): string => `Added at place ${formatCount(place)}.`,
  links: 'Links',
  up: 'Move up',
  down: 'Move down',
  remove: 'Remove',
  undo: 'Undo',
  redo: 'Redo',
  apply: 'Carry out',
  save: 'Keep change',
  cancel: 'Cancel',
  reason: 'Reason',
  examples: 'Examples',
  row: 'Row',
  column: 'Column',
  before: 'Before',
  after: 'After',
  gone: 'dropped',
  noValue: 'null',
  notes: 'Choices',
  drift: 'This table differs from the one that the plan was made for',
  driftMissing: (column: string, operations: readonly number[]): string =>
    `\`${column}\` is missing${operations.length === 0 ? '.' : `, and read by ${operations.length === 1 ? 'operation' : 'operations'} ${operations.join(', ')}.`}`,
  driftAdded: (column: string): string => `\`${column}\` is new, and passes through as it is.`,
  driftType: (column: string, expected: string, found: string): string =>
    `\`${column}\` was ${expected}, and is ${found}.`,
  driftValues: (column: string, values: readonly string[], rows: number): string =>
    `\`${column}\` has values that the plan has never seen, in ${plural(rows, 'row')}: ${values.slice(0, 5).join(', ')}${values.length > 5 ? ', …' : ''}.`,
  driftRange: (column: string, expected: readonly number[], found: readonly number[], rows: number): string =>
    `\`${column}\` is out of the range that the plan was made for (${expected.map((one) => formatCount(one)).join(' to ')}) in ${plural(rows, 'row')}: ${found.map((one) => formatCount(one)).join(' to ')}.`,
  driftMoments: (column: string, expected: readonly string[], found: readonly string[], rows: number): string =>
    `\`${column}\` is out of the range that the plan was made for (${expected.join(' to ')}) in ${plural(rows, 'row')}: ${found.join(' to ')}.`,
  driftNulls: (column: string, expected: number, found: number): string =>
    `\`${column}\` is empty in ${formatPercent(found, usualLanguage, 1)} of the rows; it was in ${formatPercent(expected, usualLanguage, 1)}.`,
  driftSpellings: (column: string, values: readonly string[], rows: number): string =>
    `\`${column}\` has other spellings than the plan merges, in ${plural(rows, 'row')}: ${values.slice(0, 5).join(', ')}${values.length > 5 ? ', …' : ''}.`,
  field: (key: string): string => key.replace(/([A-Z])/g, ' $1').replace(/^./, (letter) => letter.toUpperCase()),
  optional: (field: string): string => `${field} (may be left out)`,
  unset: 'not set',
  truth: { true: 'true', false: 'false' },
  listHint: 'One a line',
  jsonHint: 'As JSON',
  notJson: (key: string): string => `${key} is no JSON. Correct it, or cancel.`,
  hint: 'Arrow keys go through the operations, with Alt they move one. A approves, R rejects, E edits, Delete removes.',
  moved: (place: number, all: number): string => `Moved to place ${place} of ${all}.`,
  decided: (state: string): string => `${state}.`,
  removed: 'Removed.',
  undone: 'Taken back.',
}
export type PlanStrings = typeof planStrings
