import type { NodeContentSource, CreateNodeContent, NodeContent, Tone } from '@aw-flow/canvas'
import { getHint, getProblemText } from '@aw-flow/schema'
import type { NodeRun, NodeState, NodeType, RunProgress, WorkflowNode } from '@aw-flow/schema'
import { formatDuration, formatPercent } from '@aw-flow/messages'
import { stripBackticks } from '../render-code.ts'
import type { CanvasStrings } from './canvas-strings.ts'
import { formatLoadSummary, countRejectedRecords } from './load-summary.ts'

/** The icon and tone of each state. Thanks to the icon, color is never the only indicator. */
export const nodeStateIcons: Record<NodeState, { icon: string; tone: Tone }> = {
  pending: { icon: 'circle-dashed', tone: 'muted' },
  running: { icon: 'loader-circle', tone: 'accent' },
  waiting: { icon: 'clock', tone: 'warn' },
  retrying: { icon: 'refresh-cw', tone: 'warn' },
  completed: { icon: 'circle-check', tone: 'good' },
  failed: { icon: 'circle-x', tone: 'bad' },
  skipped: { icon: 'circle-minus', tone: 'muted' },
  cancelled: { icon: 'ban', tone: 'muted' },
  cached: { icon: 'database-zap', tone: 'cached' },
}

const getFirstSentence = (text: string): string => text.split(/(?<=\.)\s/)[0] ?? ''

const renderFailure = ({ state, error }: NodeRun, { renderText }: CanvasStrings): string | undefined =>
  state === 'failed' && error ? renderText(getProblemText(error.problem)) : undefined

/**
 * Summarizes a node of a stored run, for which no description exists. Returns the title of the node's type or, if the
 * node's label is the same, the first sentence of the type's description.
 */
function describeRunNode(node: WorkflowNode, type: NodeType | undefined, { nodeTypes }: CanvasStrings): string {
  return type?.title === nodeTypes.getLabel(node) ? getFirstSentence(type.description) : (type?.title ?? '')
}

/** Builds a node's content from the document, the description and the run. */
export function buildNodeContent(
  source: NodeContentSource,
  strings: CanvasStrings,
  newNodeIds: ReadonlySet<string> = new Set(),
): NodeContent {
  const { node, type, hasLoadedTypes, description, run, progress } = source
  const problems = description?.problems ?? []
  const errorCount = problems.filter((problem) => problem.severity === 'error').length
  const warningCount = problems.filter((problem) => problem.severity === 'warning').length
  const isNotSetUp = newNodeIds.has(node.id) && problems.length > 0
  const firstProblem = problems.find((problem) => problem.severity === 'error') ?? problems[0]
  const columns =
    Object.values(description?.outputs ?? {}).find((output) => output.columns)?.columns ??
    Object.values(run?.outputs ?? {}).find((value) => value.kind === 'table')?.table.columns
  const state = run?.state
  const stale = source.stale && state !== undefined && isFinalState(state)
  const notice = run && state !== undefined && isFinalState(state) ? getRunNotice(run, strings) : undefined
  // For a stale node, the summary describes the current settings instead.
  const loadSummary = stale ? undefined : formatLoadSummary(run, strings)
  const activeProgress = progress && (state === 'running' || state === 'retrying') ? progress : undefined
  return {
    title: strings.nodeTypes.getLabel(node) || type?.title || node.type,
    icon: type?.icon ?? 'puzzle',
    family: type?.family ?? 'logic',
    summary: stripBackticks(
      loadSummary ||
        (!stale && run && renderFailure(run, strings)) ||
        (description && strings.renderText(description.summary)) ||
        (description ? type?.description : describeRunNode(node, type, strings)) ||
        (hasLoadedTypes && !type ? strings.unknownType(node.type) : ''),
    ),
    state,
    stateIcon: run && state && findStateIcon(run, stale, notice !== undefined),
    stale,
    footer: isNotSetUp
      ? [strings.notSetUp, '']
      : node.mode && !run
        ? [strings.modes[node.mode], '']
        : loadSummary !== undefined && run
          ? [columns ? strings.columns(columns.length) : '', formatRunDuration(run, strings)]
          : formatFooter({ run, progress: activeProgress, columnCount: columns?.length, stale, notice }, strings),
    footerTone: getFooterTone(state, stale, notice !== undefined),
    progress: activeProgress?.total ? Math.min(1, activeProgress.done / activeProgress.total) : undefined,
    errors: errorCount,
    warnings: warningCount,
    firstProblem:
      firstProblem && !isNotSetUp ? stripBackticks(strings.renderText(getProblemText(firstProblem))) : undefined,
    fix: (firstProblem && !isNotSetUp && stripBackticks(strings.renderText(getHint(firstProblem)))) || undefined,
    mode: node.mode,
  }
}

/**
 * Creates a function that builds node content with the given strings.
 *
 * @param newNodeIds - The ids of nodes that were just added.
 */
export const createContentBuilder =
  (strings: CanvasStrings, newNodeIds?: ReadonlySet<string>): CreateNodeContent =>
  (source) =>
    buildNodeContent(source, strings, newNodeIds)

const isFinalState = (state: NodeState): boolean =>
  state === 'completed' || state === 'cached' || state === 'failed' || state === 'skipped' || state === 'cancelled'

type NoticeStrings = Pick<CanvasStrings, 'rejected' | 'warnings'>

/**
 * Returns a short notice about a node's run: the number of rejected records or, if no records were rejected, the number
 * of warnings.
 */
export function getRunNotice(run: NodeRun, strings: NoticeStrings): string | undefined {
  const rejectedCount = countRejectedRecords(run)
  if (rejectedCount > 0) return strings.rejected(rejectedCount)
  const warningCount = run.problems.filter((problem) => problem.severity === 'warning').length
  return warningCount > 0 ? strings.warnings(warningCount) : undefined
}

/**
 * Returns the icon and tone of a node's state in a run. A node that completed with warnings or rejected records has the
 * warning icon and tone.
 */
export const getRunAppearance = (run: NodeRun, strings: NoticeStrings): { icon: string; tone: Tone } =>
  findStateIcon(run, false, getRunNotice(run, strings) !== undefined)

function findStateIcon({ state, waitFor }: NodeRun, stale: boolean, hasNotice: boolean): { icon: string; tone: Tone } {
  const appearance = nodeStateIcons[state]
  if (state === 'waiting' && waitFor?.kind === 'approval') return { ...appearance, icon: 'hand' }
  if (stale) return { ...appearance, tone: 'muted' }
  return hasNotice && (state === 'completed' || state === 'cached')
    ? { icon: 'triangle-alert', tone: 'warn' }
    : appearance
}

function getFooterTone(state: NodeState | undefined, stale: boolean, hasNotice: boolean): Tone {
  if (!state || stale || state === 'pending') return 'muted'
  if (hasNotice && (state === 'completed' || state === 'cached')) return 'warn'
  return state === 'completed' ? 'muted' : nodeStateIcons[state].tone
}

interface FooterSource {
  run: NodeRun | undefined
  progress: RunProgress | undefined
  columnCount: number | undefined
  stale: boolean
  notice: string | undefined
}

function formatFooter(
  { run, progress, columnCount, stale, notice }: FooterSource,
  strings: CanvasStrings,
): readonly [string, string] {
  if (!run || run.state === 'pending') return [columnCount === undefined ? '' : strings.columns(columnCount), '']
  const stateLabel = getStateLabel(run, strings)
  const rightText = stale ? strings.staleShort : formatRunDuration(run, strings)
  if (progress) {
    return [
      progress.unit === 'rows' ? strings.rows(progress.done) : stateLabel,
      progress.total ? formatPercent(Math.floor((100 * progress.done) / progress.total) / 100, strings.language) : '',
    ]
  }
  if (run.rows !== undefined && (run.state === 'completed' || run.state === 'cached')) {
    return [notice === undefined ? strings.rows(run.rows) : `${strings.rows(run.rows)} · ${notice}`, rightText]
  }
  const parts = [stateLabel, run.attempt > 1 ? strings.attempt(run.attempt) : '', notice ?? '']
  return [parts.filter(Boolean).join(' · '), rightText]
}

const formatRunDuration = ({ ms }: NodeRun, strings: CanvasStrings): string =>
  ms === undefined ? '' : formatDuration(ms, strings.language)

/** Returns the label of a node's state. A node that waits for an approval has a separate label. */
const getStateLabel = ({ state, waitFor }: NodeRun, strings: CanvasStrings): string =>
  state === 'waiting' && waitFor?.kind === 'approval' ? strings.waitingForApproval : strings.states[state]

/** Describes a node's content for screen readers. */
export function describeNode(content: NodeContent, strings: CanvasStrings): string {
  return [
    content.title,
    content.summary,
    content.mode ? strings.modes[content.mode] : '',
    content.state ? strings.states[content.state] : '',
    content.footer[0] &&
    content.footer[0] !==
      (content.state ? strings.states[content.state] : content.mode ? strings.modes[content.mode] : '')
      ? content.footer[0]
      : '',
    content.stale ? strings.stale : '',
    content.errors + content.warnings > 0
      ? `${strings.problems(content.errors + content.warnings)}: ${content.firstProblem}`
      : '',
  ]
    .filter(Boolean)
    .join(', ')
}
