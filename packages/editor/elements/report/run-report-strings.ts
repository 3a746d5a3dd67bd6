import { identityTranslator } from '../../language/node-type-translator.ts'
import { renderText } from '../../language/render-text.ts'
import type { NodeState, RunProgress } from '@aw-flow/schema'
import { canvasStrings } from '../../canvas/canvas-strings.ts'
import { formatCount, defaultLanguage } from '@aw-flow/messages'
import { approvalStrings, type ApprovalStrings } from '../approval/approval-strings.ts'
import { reportStrings, type ReportStrings } from './report-strings.ts'

/** Default UI strings for the run report. Hosts override them with the `strings` property. @internal */
export const runReportStrings = {
  /** Language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  nodeTypes: identityTranslator,
  nodes: 'Nodes in this run',
  noNodes: 'No nodes have run yet.',
  nodeReport: 'Node report',
  selectNode: 'Select a node to see its report.',
  states: canvasStrings.states as Record<NodeState, string>,
  attempt: (attempt: number): string => `attempt ${attempt}`,
  retryCount: (count: number): string => `${count} ${count === 1 ? 'retry' : 'retries'}`,
  agentRetries: (retryCount: number): string => `${retryCount} ${retryCount === 1 ? 'retry' : 'retries'} by the agent`,
  iterations: (completed: number, total: number | undefined): string =>
    `${formatCount(completed)}${total === undefined ? '' : ` of ${formatCount(total)}`} ${(total ?? completed) === 1 ? 'iteration' : 'iterations'}`,
  handled: 'handled',
  approval: approvalStrings as ApprovalStrings,
  rowCount: (count: number): string => `${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`,
  progress: (progress: RunProgress): string =>
    `${formatCount(progress.done)}${progress.total === undefined ? '' : ` of ${formatCount(progress.total)}`} ${progress.unit}`,
  log: 'Log',
  location: (kind: string, name: string): string => `${kind} ${name}`,
  noReport: 'This node has no report.',
  nodesWithReport: 'Nodes with a report:',
  warnings: canvasStrings.warnings,
  rejected: canvasStrings.rejected,
  notRun: 'This node has not run yet.',
  editLoadPlan: 'Edit load plan',
  reviewPlan: 'Review and edit plan',
  report: reportStrings as ReportStrings,
}
/** @internal */
export type RunReportStrings = typeof runReportStrings
