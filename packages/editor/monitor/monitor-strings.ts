import { identityTranslator } from '../language/node-type-translator.ts'
import { renderText } from '../language/render-text.ts'
import type { NodeState, RunAttempt, RunEvent, RunState } from '@aw-flow/schema'
import { canvasStrings, type CanvasStrings } from '../canvas/canvas-strings.ts'
import { approvalStrings, type ApprovalStrings } from '../elements/approval/approval-strings.ts'
import { reportStrings, type ReportStrings } from '../elements/report/report-strings.ts'
import { formatCount, formatDuration, formatDateTime, defaultLanguage } from '@aw-flow/messages'
import { formStrings, type FormStrings } from '../forms/form-strings.ts'
import { dataTableStrings, type DataTableStrings } from '../views/table/table-strings.ts'
import { columnTypeNames } from '../language/column-types.ts'

/** The views of the run monitor. @internal */
export const monitorViews = ['graph', 'timeline', 'nodes', 'log', 'compare'] as const
/** A view of the run monitor. @public */
export type MonitorView = (typeof monitorViews)[number]

/** UI strings of the run monitor and its parts, overridden by the `strings` property. @internal */
export const runMonitorStrings = {
  /** The language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  nodeTypes: identityTranslator,
  /** Display names of column types, keyed by DuckDB type name. */
  columnTypes: columnTypeNames,
  label: 'Run',
  none: 'No run selected. Start a run to see it here.',
  empty: 'This run has no events yet.',
  count: (count: number): string => formatCount(count),
  duration: (ms: number): string => formatDuration(ms),
  rowCount: (rows: number): string => `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`,
  runStates: {
    queued: 'Queued',
    running: 'Running',
    waiting: 'Waiting',
    completed: 'Completed',
    failed: 'Failed',
    cancelled: 'Canceled',
  } satisfies Record<RunState, string>,
  states: canvasStrings.states as Record<NodeState, string>,
  attemptStates: {
    running: 'Running',
    waiting: 'Waiting',
    retrying: 'Failed, retried',
    completed: 'Completed',
    failed: 'Failed',
    cancelled: 'Canceled',
    cached: 'From cache',
    skipped: 'Skipped',
  } satisfies Record<RunAttempt['state'], string>,
  views: {
    graph: 'Graph',
    timeline: 'Timeline',
    nodes: 'Nodes',
    log: 'Log',
    compare: 'Compare',
  } satisfies Record<MonitorView, string>,
  viewsLabel: 'Run views',
  damaged: 'The run record is damaged.',
  // Header.
  progress: 'Run progress',
  finishedNodes: (finishedCount: number, total: number): string =>
    `${formatCount(finishedCount)} of ${formatCount(total)} nodes`,
  startedOn: (time: number): string => `started on ${formatDateTime(time, defaultLanguage, true)}`,
  took: (ms: number): string => `took ${formatDuration(ms)}`,
  waitedFor: (ms: number): string => `waited ${formatDuration(ms)}`,
  elapsed: (ms: number): string => `${formatDuration(ms)} so far`,
  remaining: (ms: number): string => `about ${formatDuration(ms)} left`,
  retryCount: (retries: number): string => `${formatCount(retries)} ${retries === 1 ? 'retry' : 'retries'}`,
  /** Retries by an agent within a single attempt of its node. */
  agentRetries: (retryCount: number): string =>
    `${formatCount(retryCount)} ${retryCount === 1 ? 'retry' : 'retries'} by an agent`,
  /** Short form for table cells. */
  agentRetriesShort: (retryCount: number): string => `${formatCount(retryCount)} by agent`,
  cancel: 'Cancel run',
  cancelling: 'Canceling…',
  retry: 'Retry from last successful step',
  /** Explains how retrying differs from running again. */
  retryHint: 'Reuses the results of the completed nodes',
  /** Must match the text of the button in the run bar. */
  rerun: 'Run again',
  export: 'Export as HTML',
  actions: 'Run actions',
  // Event slider.
  runPosition: 'Position in the run',
  eventPosition: (event: number, total: number): string => `Event ${formatCount(event)} of ${formatCount(total)}`,
  atStart: 'Before the first event',
  first: 'First event',
  previous: 'Previous event',
  next: 'Next event',
  play: 'Play',
  pause: 'Pause',
  toEnd: 'Last event',
  toLive: 'Follow live',
  after: (ms: number): string => `${formatDuration(ms)} into the run`,
  startedAfter: (ms: number): string => `started ${formatDuration(ms)} into the run`,
  events: {
    'run-started': 'Run started',
    'run-migrated': 'Run migrated to other node type versions',
    'run-resumed': 'Run resumed',
    'node-started': 'started',
    'node-cached': 'was loaded from cache',
    'effect-started': 'sent a request',
    'effect-ended': 'received a response',
    'node-completed': 'completed',
    'node-retrying': 'failed and will be retried',
    'node-failed': 'failed',
    'node-skipped': 'was skipped',
    'node-cancelled': 'was canceled',
    'node-logged': 'wrote to the log',
    'iteration-started': 'started an iteration',
    'iterations-done': 'finished all iterations',
    'iteration-ended': 'finished an iteration',
    'node-waiting': 'is waiting',
    'approval-given': 'received a decision',
    'wait-ended': 'stopped waiting',
    'compensation-started': 'is being undone',
    'compensation-ended': 'was undone',
    'cancel-requested': 'Cancellation requested',
    'run-completed': 'Run completed',
    'run-failed': 'Run failed',
    'run-cancelled': 'Run canceled',
  } satisfies Record<RunEvent['type'], string>,
  describeEvent: (title: string, event: string): string => (title === '' ? event : `${title} ${event}`),
  // Timeline.
  timeline: 'Run timeline',
  critical: 'On the critical path',
  criticalPath: 'Critical path',
  describeCriticalPath: (titles: readonly string[]): string => `Critical path: ${titles.join(', ')}`,
  waited: 'Waited',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  attemptCount: (attempts: number): string => `${formatCount(attempts)} ${attempts === 1 ? 'attempt' : 'attempts'}`,
  // Table of nodes.
  nodesLabel: 'Nodes of this run',
  columns: {
    title: 'Node',
    state: 'State',
    attempts: 'Attempts',
    retries: 'Retries',
    start: 'Start',
    time: 'Time',
    rows: 'Rows',
  },
  iterations: (completedCount: number, total: number | undefined): string =>
    `${formatCount(completedCount)}${total === undefined ? '' : ` of ${formatCount(total)}`} ${(total ?? completedCount) === 1 ? 'iteration' : 'iterations'}`,
  handled: 'handled',
  unknownType: (type: string): string =>
    `Node type “${type}” is not available here. The node’s results are shown anyway.`,
  // Log.
  log: 'Log',
  levels: { debug: 'Debug', info: 'Info', warning: 'Warnings', error: 'Errors' },
  levelsLabel: 'Log levels',
  level: { debug: 'Debug', info: 'Info', warning: 'Warning', error: 'Error' },
  search: 'Search the log',
  onlyNode: (title: string): string => `Only “${title}”`,
  lines: (count: number): string => `${formatCount(count)} ${count === 1 ? 'line' : 'lines'}`,
  filteredLines: (shownCount: number, total: number): string =>
    `${formatCount(shownCount)} of ${formatCount(total)} lines`,
  noLog: 'No log entries.',
  noLogMatch: 'No entries match. Show other levels or change the search.',
  /** Shown at the end of a list in an exported file if entries had to be omitted. */
  omitted: (count: number): string => `Entries not in this file: ${formatCount(count)}`,
  // Node details.
  detail: 'Node details',
  choose: 'Select a node to see its details.',
  notRunYet: 'This node had not run yet at this point.',
  attemptOf: (attempt: number, total: number): string => `${formatCount(attempt)} of ${formatCount(total)}`,
  attemptNumber: (attempt: number): string => `Attempt ${formatCount(attempt)}`,
  attemptLabel: 'Attempt',
  previousAttempt: 'Previous attempt',
  nextAttempt: 'Next attempt',
  within: (scope: string): string => `in ${scope}`,
  interrupted: 'The process ended during this attempt.',
  delayed: (ms: number): string => `Retried after ${formatDuration(ms)}`,
  causes: 'Retry reasons',
  reused: {
    pin: 'The outputs are pinned.',
    result: 'Reused a cached result.',
    fork: 'Reused from the original run.',
    part: 'Reused from the last run.',
  },
  inputs: 'Inputs',
  outputs: 'Outputs',
  settings: 'Settings',
  resolvedSettings: 'Resolved settings',
  noInputs: 'No inputs.',
  noOutputs: 'No outputs.',
  table: (rowCount: number, columnCount: number): string =>
    `${formatCount(rowCount)} ${rowCount === 1 ? 'row' : 'rows'} × ${formatCount(columnCount)} ${columnCount === 1 ? 'column' : 'columns'}`,
  allColumns: (columnCount: number): string => `Show all ${formatCount(columnCount)} columns`,
  showRows: 'Show rows',
  hideRows: 'Hide rows',
  showAllCharacters: (length: number): string => `Show all ${formatCount(length)} characters`,
  /** Heading for the responses and tool calls of language models. */
  agentSteps: 'Agent steps',
  modelTokens: (input: string, output: string): string => `${input} tokens in, ${output} out`,
  modelCost: (cost: string): string => `cost ${cost}`,
  /** Shown if the price of at least one request is unknown. */
  noPrice: 'price unknown',
  /** Heading for the requests to other systems, including rejected ones. */
  externalRequests: 'External requests',
  outcome: 'Outcome',
  request: 'Request',
  unknownOutcome: 'The outcome is unknown.',
  decisions: 'Decisions',
  decided: { approve: 'Approved', reject: 'Rejected', done: 'Marked as done' },
  decidedBy: (name: string): string => `by ${name}`,
  edited: 'Changed to',
  undone: 'The effects were undone because the run failed.',
  retriedIterations: 'Retried iterations',
  problems: 'Notes and warnings',
  location: (kind: string, name: string): string => `${kind} ${name}`,
  report: 'Report',
  fork: 'Run again with different settings…',
  forkTitle: (title: string): string => `New settings for “${title}”`,
  forkHint: 'A new run reuses every result that does not depend on these settings. This run does not change.',
  forkJson: 'Settings (JSON)',
  forkStart: 'Start new run',
  forkCancel: 'Cancel',
  forkSame: 'No changes yet.',
  notJson: (message: string): string => `Not a valid JSON object: ${message}`,
  // Comparison.
  compareWith: 'Compare with',
  noComparison: 'No other run',
  compareChoose: 'Choose another run of this workflow to compare the nodes.',
  noOtherRuns: 'No other runs to compare yet.',
  compareLabel: 'Nodes of both runs',
  onlyDifferent: 'Differences only',
  equal: 'Same',
  allEqual: 'Both runs have the same results.',
  compareMore: (nodeCount: number): string =>
    nodeCount === 1 ? 'One more node is not listed.' : `${formatCount(nodeCount)} more nodes are not listed.`,
  onlyThisRun: 'only in this run',
  onlyOtherRun: 'only in the other run',
  differs: { state: 'State', type: 'Type', settings: 'Settings', inputs: 'Inputs', outputs: 'Outputs', rows: 'Rows' },
  thisRun: 'This run',
  otherRun: 'Other run',
  time: 'Time',
  difference: 'Difference',
  absent: 'none',
  canvas: canvasStrings as CanvasStrings,
  approval: approvalStrings as ApprovalStrings,
  form: formStrings as FormStrings,
  rowsTable: dataTableStrings as DataTableStrings,
  reportStrings: reportStrings as ReportStrings,
}
/** @internal */
export type RunMonitorStrings = typeof runMonitorStrings
