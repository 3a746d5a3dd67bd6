import { formatCount } from '@aw-flow/messages'
import { pluralize } from '../../language/pluralize.ts'
const formatRowCount = (rowCount: number): string => pluralize(rowCount, { one: 'row', other: 'rows' })

/** English UI strings for the node preview. They are loaded separately from the inspector's strings. */
export const nodePreviewStrings = {
  title: 'Preview',
  /** Number of output rows, computed from all data. */
  rows: formatRowCount,
  sampled: (rowCount: number, total: number): string =>
    `Sample: ${formatCount(rowCount)} of ${pluralize(total, { one: 'row', other: 'rows' })}`,
  firstRows: (rowCount: number): string => `Sample: first ${formatRowCount(rowCount)} of the file`,
  lastRun: (rowCount: number): string => `Last run: ${formatRowCount(rowCount)}`,
  lastRunBefore: (rowCount: number): string => `Last run, before these changes: ${formatRowCount(rowCount)}`,
  leftMatches: (matched: number, total: number): string =>
    `${formatCount(matched)} of ${pluralize(total, { one: 'left row', other: 'left rows' })} match`,
  rightUnmatched: (rowCount: number): string =>
    `${pluralize(rowCount, { one: 'right row', other: 'right rows' })} without a match`,
  shownRows: (rowCount: number): string => `The first ${formatRowCount(rowCount)}`,
  port: (port: string, rowCount: string): string => (rowCount === '' ? port : `${port}: ${rowCount}`),
  ports: 'Output',
  computing: 'Computing preview…',
  updating: 'Updating…',
  running: 'The preview is updated after the run.',
  hasProblems: 'Fix the problems in this node and in the nodes before it to see a preview.',
  failed: (reason: string): string => `No preview: ${reason}`,
  failedAt: (node: string, reason: string): string => `No preview: “${node}” failed. ${reason}`,
  noFile: (node: string): string => `Choose a file for “${node}” to see a preview.`,
  hasEffects: (node: string): string => `“${node}” sends or changes data, which happens only in a run.`,
  waiting: (node: string): string => `“${node}” waits, which happens only in a run.`,
  skipped: 'No data reaches this node in the preview.',
  /** Shown if a workflow input has no data and therefore needs sample data for a preview. */
  needsSample: 'This input has no data yet. Choose or enter sample data to see a preview.',
  sampleFor: (input: string): string => `Sample for “${input}”`,
  noSample: 'No sample',
  enterRows: 'Enter rows',
  enterText: 'Enter text',
  enterJson: 'Enter JSON',
  uploadSample: 'Upload file…',
  sampleMissing: 'Deleted file',
  sampleRows: (input: string): string => `Rows of “${input}” as CSV with a header row`,
  sampleText: (input: string): string => `Text of “${input}”`,
  sampleJson: (input: string): string => `“${input}” as JSON`,
  sampleHelp: 'Samples are used only in previews and are stored in this browser.',
  sampleNode: 'Sample',
  tooSlow: 'The preview takes too long. Run the workflow to see the rows.',
  largeFile: 'The file is too large for a preview. Run the workflow to see the rows.',
  emptyValue: 'The output has no values.',
  noOutput: 'This node has no output with these settings.',
  empty: 'No rows.',
  null: 'null',
  moreColumns: (columnCount: number): string => pluralize(columnCount, { one: 'more column', other: 'more columns' }),
}

/** UI strings for the node preview. */
export type NodePreviewStrings = typeof nodePreviewStrings
