import type { Text } from '@aw-flow/messages'
import { renderText } from '../../language/render-text.ts'
import type { NodeState, RunProgress } from '@aw-flow/schema'
import { canvasStrings } from '../../canvas/canvas-strings.ts'
import { formatCount, usualLanguage } from '@aw-flow/messages'
import { approvalStrings, type ApprovalStrings } from '../approval/approval-strings.ts'
import { reportStrings, type ReportStrings } from './report-strings.ts'

/** The monitor's words; replace some of them by the `strings` property. */
export const runReportStrings = {
  /** The language of the words, for numbers: a BCP 47 tag. */
  language: usualLanguage,
  /** How a sentence of engine or agents reads; English as it comes. */
  said: (text: Text): string => renderText(text),
  nodes: 'Nodes of this run',
  none: 'Nothing has run yet.',
  detail: 'What this node did',
  choose: 'Choose a node to read what it did.',
  states: canvasStrings.states as Record<NodeState, string>,
  attempt: (attempt: number): string => `attempt ${attempt}`,
  retries: (retries: number): string => `${retries} ${retries === 1 ? 'retry' : 'retries'}`,
  agentRetries: (retries: number): string => `${retries} more ${retries === 1 ? 'try' : 'tries'} by its agent`,
  turns: (done: number, of: number | undefined): string =>
    `${formatCount(done)}${of === undefined ? '' : ` of ${formatCount(of)}`} turns`,
  handled: 'handled',
  approval: approvalStrings as ApprovalStrings,
  rows: (rows: number): string => `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`,
  progress: (progress: RunProgress): string =>
    progress.message !== undefined
      ? renderText(progress.message)
      : `${formatCount(progress.done)}${progress.total === undefined ? '' : ` of ${formatCount(progress.total)}`} ${progress.unit}`,
  log: 'Log',
  place: (kind: string, name: string): string => `${kind} ${name}`,
  noReport: 'This node has nothing to report.',
  notYet: 'This node has not run yet.',
  changeLoad: 'Change how it is loaded',
  changePlan: 'Read and change the plan',
  report: reportStrings as ReportStrings,
}
export type RunReportStrings = typeof runReportStrings
