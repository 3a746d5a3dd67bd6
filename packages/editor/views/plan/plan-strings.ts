import { identityTranslator } from '../../language/node-type-translator.ts'
import { renderText } from '../../language/render-text.ts'
import type { OperationName } from '@aw-flow/schema/internal'
import { formatCount, formatPercent, defaultLanguage } from '@aw-flow/messages'
import { pluralize } from '../../language/pluralize.ts'

const pluralizeNoun = (count: number, noun: string): string => pluralize(count, { one: noun, other: `${noun}s` })

/** UI strings of `<aw-plan>`, overridden by its `strings` property. @internal */
export const planStrings = {
  /** The language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  nodeTypes: identityTranslator,
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  title: 'Plan',
  label: 'Plan operations',
  close: 'Close',
  savePlan: 'Save plan for the next run',
  inverse: 'Export inverse plan',
  inverseHint: 'Restores the original cells when applied by another Prepare node or with aw prepare --apply',
  none: 'No changes needed.',
  summary: (total: number, approved: number): string =>
    `${pluralizeNoun(total, 'operation')}, ${formatCount(approved)} approved`,
  rows: (before: number, after: number): string => `${pluralizeNoun(before, 'row')} in, ${formatCount(after)} out`,
  effects: {
    rowsDropped: (count: number): string => `${pluralizeNoun(count, 'row')} dropped`,
    rowsAdded: (count: number): string => `${pluralizeNoun(count, 'row')} added`,
    cellsChanged: (count: number): string => `${pluralizeNoun(count, 'cell')} changed`,
    cellsNulled: (count: number): string => `${pluralizeNoun(count, 'cell')} set to null`,
  },
  noEffect: 'no cells changed',
  states: { proposed: 'Proposed', approved: 'Approved', rejected: 'Rejected', suggested: 'Suggested, not applied' },
  confidence: (share: number): string => `${formatPercent(share, defaultLanguage)} certain`,
  approve: 'Approve',
  approveAll: 'Approve all',
  reject: 'Reject',
  edit: 'Edit',
  add: 'Add operation',
  addToLinks: 'Add operation to links',
  kind: 'Operation',
  /** Names of operations that are not their code in words. English needs none. */
  operations: {} as Readonly<Partial<Record<OperationName, string>>>,
  addedReason: 'Added manually.',
  added: (position: number): string => `Added at position ${formatCount(position)}.`,
  links: 'Links',
  up: 'Move up',
  down: 'Move down',
  remove: 'Remove',
  undo: 'Undo',
  redo: 'Redo',
  apply: 'Apply',
  save: 'Save',
  cancel: 'Cancel',
  reason: 'Reason',
  examples: 'Examples',
  row: 'Row',
  column: 'Column',
  before: 'Before',
  after: 'After',
  dropped: 'dropped',
  noValue: 'null',
  notes: 'Notes',
  drift: 'The table differs from the one that the plan was created for',
  driftMissing: (column: string, operations: readonly number[]): string =>
    `\`${column}\` is missing${operations.length === 0 ? '.' : `. It is used by ${operations.length === 1 ? 'operation' : 'operations'} ${operations.join(', ')}.`}`,
  driftAdded: (column: string): string => `\`${column}\` is new and passes through unchanged.`,
  driftType: (column: string, expected: string, found: string): string =>
    `\`${column}\` was ${expected} and is now ${found}.`,
  driftValues: (column: string, values: readonly string[], rows: number): string =>
    `\`${column}\` contains new values in ${pluralizeNoun(rows, 'row')}: ${values.slice(0, 5).join(', ')}${values.length > 5 ? ', …' : ''}.`,
  driftRange: (column: string, expected: string, found: string, rows: number): string =>
    `\`${column}\` is outside the expected range (${expected}) in ${pluralizeNoun(rows, 'row')}: ${found}.`,
  range: (from: string, to: string): string => `${from} to ${to}`,
  driftNulls: (column: string, expected: number, found: number): string =>
    `\`${column}\` is null in ${formatPercent(found, defaultLanguage, 1)} of rows; expected ${formatPercent(expected, defaultLanguage, 1)}.`,
  driftSpellings: (column: string, values: readonly string[], rows: number): string =>
    `\`${column}\` contains spellings in ${pluralizeNoun(rows, 'row')} that the plan does not merge: ${values.slice(0, 5).join(', ')}${values.length > 5 ? ', …' : ''}.`,
  /** Names of settings that are not their key in words. English needs none. */
  fields: {} as Readonly<Record<string, string>>,
  optional: (field: string): string => `${field} (optional)`,
  unset: 'not set',
  booleanLabels: { true: 'true', false: 'false' },
  listHint: 'One per line',
  jsonHint: 'JSON',
  notJson: (field: string): string => `${field} is not valid JSON. Correct it or cancel.`,
  hint: 'Arrow keys select an operation, Alt+arrow moves it. A approves, R rejects, E edits, Delete removes.',
  moved: (position: number, total: number): string => `Moved to position ${position} of ${total}.`,
  decided: (state: string): string => `${state}.`,
  removed: 'Removed.',
  undone: 'Undone.',
}
/** @internal */
export type PlanStrings = typeof planStrings

/** Returns the words of an identifier, such as `Drop column` for `drop-column` or `dropColumn`. */
const toWords = (identifier: string): string =>
  identifier
    .replaceAll('-', ' ')
    .replace(/([A-Z])/g, ' $1')
    .replace(/^./, (letter) => letter.toUpperCase())

/** Returns the name of a kind of operation. */
export const getOperationName = (op: OperationName, strings: PlanStrings): string =>
  strings.operations[op] ?? toWords(op)

/** Returns the name of a setting of an operation. */
export const getFieldName = (key: string, strings: PlanStrings): string =>
  Object.hasOwn(strings.fields, key) ? strings.fields[key]! : toWords(key)
