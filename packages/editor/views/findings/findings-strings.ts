import { renderText } from '../../language/render-text.ts'
import type { Sensitivity } from '@aw-flow/schema/internal'
import { answerStrings, type AnswerStrings } from '../answers/answer-strings.ts'
import { dataTableStrings, type DataTableStrings } from '../table/table-strings.ts'
import { formatCount, formatPercent, defaultLanguage } from '@aw-flow/messages'
import { pluralize } from '../../language/pluralize.ts'

const formatCellCount = (count: number): string => pluralize(count, { one: 'cell', other: 'cells' })
const formatRowCount = (count: number): string => pluralize(count, { one: 'row', other: 'rows' })

/** Describes repairs and dropped rows, or returns an empty string if there are none. */
const summarizeChanges = (repairedCount: number, droppedCount: number): string =>
  [
    repairedCount > 0 ? `repair ${formatCellCount(repairedCount)}` : '',
    droppedCount > 0 ? `drop ${formatRowCount(droppedCount)}` : '',
  ]
    .filter(Boolean)
    .join(', ')

/** UI strings of `<aw-findings>`, overridden by its `strings` property. @internal */
export const findingsStrings = {
  rowsTable: dataTableStrings as DataTableStrings,
  review: answerStrings as AnswerStrings,
  /** The language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  none: 'Not checked yet.',
  checking: (percent: number): string => `Checking: ${percent}%`,
  stop: 'Stop',
  checkAgain: 'Check again',
  stopped: 'Stopped. Results are incomplete.',
  noFindings: (checkedRowCount: number): string => `No suspicious cells in ${formatRowCount(checkedRowCount)}`,
  summary: (findingCount: number, repairCount: number, checkedRowCount: number): string =>
    `${formatCount(findingCount)} suspicious ${findingCount === 1 ? 'cell' : 'cells'} in ${formatRowCount(checkedRowCount)}, ${formatCount(repairCount)} with a repair`,
  duplicateRows: (count: number): string =>
    pluralize(count, { one: 'possible duplicate row', other: 'possible duplicate rows' }),
  cleaning: 'For a clean table',
  cleaningSummary: (count: number): string =>
    `${pluralize(count, { one: 'change', other: 'changes' })} for a clean table`,
  clean: 'Apply',
  cleanAll: 'Apply all',
  cleanOperation: (operation: string): string => `Apply: ${operation}`,
  repeats: (originalRow: number): string => `Duplicate of row ${formatCount(originalRow)}`,
  dropRepeated: (count: number): string =>
    count === 1 ? 'Remove 1 exact duplicate' : `Remove ${formatCount(count)} exact duplicates`,
  showRow: (row: number): string => `Show row ${formatCount(row)} in the table`,
  findings: 'Suspicious cells',
  uncertain: 'Worth a look',
  sensitivity: 'Sensitivity',
  sensitivities: { careful: 'Conservative', balanced: 'Balanced', thorough: 'Thorough' } satisfies Record<
    Sensitivity,
    string
  >,
  sensitivityHints: {
    careful: 'Only almost certain findings',
    balanced: 'Certain and probable findings',
    thorough: 'All suspicious cells, most certain first',
  } satisfies Record<Sensitivity, string>,
  askModel: (model: string): string => `Ask ${model}`,
  askModelHint: 'Sends up to 20 uncertain cells to this model.',
  column: 'Column',
  all: 'All',
  empty: 'null',
  unknown: 'unknown',
  row: (row: number): string => `Row ${formatCount(row)}`,
  confidence: (confidence: number): string => `${formatPercent(confidence, defaultLanguage, 1)} confidence`,
  cells: formatCellCount,
  number: (number: number): string => formatCount(number),
  rowCount: formatRowCount,
  repeatedTitle: 'Duplicate rows',
  select: (column: string, row: number): string => `Select ${column} in row ${formatCount(row)}`,
  selectGroup: (column: string, title: string, repairCount: number): string =>
    `Select ${pluralize(repairCount, { one: 'repair', other: 'repairs' })}: ${column}, ${title}`,
  repairAll: (repairCount: number): string => `Repair ${formatCount(repairCount)}`,
  repairGroup: (column: string, title: string, repairCount: number): string =>
    `Repair ${formatCellCount(repairCount)}: ${column}, ${title}`,
  repairSelected: (selectedCount: number): string =>
    selectedCount === 0 ? 'Repair selected' : `Repair ${formatCount(selectedCount)} selected`,
  repaired: 'Repaired',
  partiallyRepaired: (repairedCount: number, totalCount: number): string =>
    `${formatCount(repairedCount)} of ${formatCount(totalCount)} repaired in the plan`,
  moreCells: (count: number): string => pluralize(count, { one: 'more cell', other: 'more cells' }),
  effect: 'Effect of the repair',
  changes: 'Changes',
  before: 'Before',
  after: 'After',
  cellsColumn: 'Cells',
  exampleRow: 'First row',
  counting: 'Counting changes…',
  changed: (count: number): string => `${formatCellCount(count)} will change.`,
  nulled: (count: number): string => `${formatCellCount(count)} will become null.`,
  dropped: (count: number): string => `${formatRowCount(count)} will be removed.`,
  additional: (count: number): string => `Includes ${formatCellCount(count)} with the same values in unchecked rows.`,
  incompatible: (count: number): string =>
    `${formatCellCount(count)} will not change: the repaired value does not fit the type of the column.`,
  otherChanges: (count: number): string => pluralize(count, { one: 'other change', other: 'other changes' }),
  laterFiles: 'The same values in later files are repaired too.',
  cancel: 'Cancel',
  percent: (fraction: number): string => formatPercent(fraction, defaultLanguage, 1),
  repair: (column: string, row: number, repair: string): string =>
    `Repair ${column} in row ${formatCount(row)} with “${repair}”`,
  show: (column: string, row: number): string => `Show ${column}, row ${formatCount(row)}, in the table`,
  allShown: (count: number): string => `Select all (${formatCount(count)})`,
  more: (count: number): string => `Show ${formatCount(count)} more`,
  plan: (repairedCount: number, droppedCount: number, _changeCount: number): string => {
    const summary = summarizeChanges(repairedCount, droppedCount)
    return summary === '' ? 'Repair' : summary.charAt(0).toUpperCase() + summary.slice(1)
  },
  table: 'Table',
  tableMark: 'Suspicious',
  originalPrefix: 'original: ',
  tableMarks: (count: number): string => `${formatCellCount(count)} suspicious`,
}

/** @internal */
export type FindingsStrings = typeof findingsStrings
