import { formatCount } from '@aw-flow/messages'
import { pluralize } from '../../language/pluralize.ts'
import { loadLanguageTexts } from '../../language/languages.ts'
import { overrideTexts } from '../../language/override-texts.ts'

const formatRows = (rows: number): string => pluralize(rows, { one: 'row', other: 'rows' })

/** English UI strings for the node preview. They are loaded separately from the inspector's strings. */
export const nodePreviewStrings = {
  title: 'Preview',
  /** Number of output rows, computed from all data. */
  rows: formatRows,
  sampled: (rows: number, total: number): string =>
    `Sample: ${formatCount(rows)} of ${pluralize(total, { one: 'row', other: 'rows' })}`,
  firstRows: (rows: number): string => `Sample: first ${formatRows(rows)} of the file`,
  lastRun: (rows: number): string => `Last run: ${formatRows(rows)}`,
  lastRunBefore: (rows: number): string => `Last run, before these changes: ${formatRows(rows)}`,
  leftMatches: (matched: number, total: number): string =>
    `${formatCount(matched)} of ${pluralize(total, { one: 'left row', other: 'left rows' })} match`,
  rightUnmatched: (rows: number): string =>
    `${pluralize(rows, { one: 'right row', other: 'right rows' })} without a match`,
  shownRows: (rows: number): string => `The first ${formatRows(rows)}`,
  port: (port: string, rows: string): string => (rows === '' ? port : `${port}: ${rows}`),
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
  moreColumns: (columns: number): string => pluralize(columns, { one: 'more column', other: 'more columns' }),
}

/** UI strings for the node preview. */
export type NodePreviewStrings = typeof nodePreviewStrings

/** Loads the UI strings for a locale. Missing strings fall back to English. */
export async function loadNodePreviewStrings(locale: string): Promise<NodePreviewStrings> {
  const { loadTexts } = await loadLanguageTexts(locale)
  return overrideTexts(nodePreviewStrings, (await loadTexts?.())?.nodePreview ?? {})
}
