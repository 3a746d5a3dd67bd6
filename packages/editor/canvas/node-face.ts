import type { FaceSource, MakeFace, NodeFace, Tone } from '@aw-flow/canvas'
import { hintOf, textOf } from '@aw-flow/schema'
import type { NodeRun, NodeState, RunProgress } from '@aw-flow/schema'
import { formatDuration, formatPercent } from '@aw-flow/messages'
import { withoutCode } from '../with-code.ts'
import type { CanvasStrings } from './canvas-strings.ts'
import { loadLine, rejectedRecords } from './load-line.ts'

/** Icon and tone of each state, so that color is never the only sign. */
export const stateLooks: Record<NodeState, { icon: string; tone: Tone }> = {
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

/** Makes a node's face from the document, its description and the run. */
export function nodeFace(
  source: FaceSource,
  strings: CanvasStrings,
  newNodes: ReadonlySet<string> = new Set(),
): NodeFace {
  const { node, type, description, run, progress } = source
  const problems = description?.problems ?? []
  const errors = problems.filter((problem) => problem.severity === 'error').length
  const warnings = problems.filter((problem) => problem.severity === 'warning').length
  const isUnset = newNodes.has(node.id) && problems.length > 0
  const first = problems.find((problem) => problem.severity === 'error') ?? problems[0]
  const columns =
    Object.values(description?.outputs ?? {}).find((output) => output.columns)?.columns ??
    Object.values(run?.outputs ?? {}).find((value) => value.kind === 'table')?.table.columns
  const state = run?.state
  const stale = source.stale && state !== undefined && isOutcome(state)
  const reported = run && state !== undefined && isOutcome(state) ? runNotice(run, strings) : undefined
  // A changed node shows the description of its next load.
  const loaded = stale ? undefined : loadLine(run, strings)
  const shown = progress && (state === 'running' || state === 'retrying') ? progress : undefined
  return {
    title: node.data.label || type?.title || node.type,
    icon: type?.icon ?? 'puzzle',
    family: type?.family ?? 'logic',
    summary: withoutCode(
      loaded ||
        (description && strings.renderText(description.summary)) ||
        type?.description ||
        strings.unknownType(node.type),
    ),
    state,
    look: run && state && stateLook(run, stale, reported !== undefined),
    stale,
    footer: isUnset
      ? [strings.notSetUp, '']
      : node.mode && !run
        ? [strings.modes[node.mode], '']
        : loaded !== undefined && run
          ? [columns ? strings.columns(columns.length) : '', duration(run, strings)]
          : footer({ run, progress: shown, columns: columns?.length, stale, reported }, strings),
    footerTone: footerTone(state, stale, reported !== undefined),
    progress: shown?.total ? Math.min(1, shown.done / shown.total) : undefined,
    errors,
    warnings,
    firstProblem: first && !isUnset ? withoutCode(strings.renderText(textOf(first))) : undefined,
    fix: (first && !isUnset && withoutCode(strings.renderText(hintOf(first)))) || undefined,
    mode: node.mode,
  }
}

/** Makes the faces of nodes with these texts. `newNodes`: ids of nodes that were just added. */
export const faceMaker =
  (strings: CanvasStrings, newNodes?: ReadonlySet<string>): MakeFace =>
  (source) =>
    nodeFace(source, strings, newNodes)

const isOutcome = (state: NodeState): boolean =>
  state === 'completed' || state === 'cached' || state === 'failed' || state === 'skipped' || state === 'cancelled'

/** A short note after the run of a node: the number of rejected records or, if there are none, of warnings. */
function runNotice(run: NodeRun, strings: CanvasStrings): string | undefined {
  const rejected = rejectedRecords(run)
  if (rejected > 0) return strings.setAside(rejected)
  const warnings = run.problems.filter((problem) => problem.severity === 'warning').length
  return warnings > 0 ? strings.warnings(warnings) : undefined
}

function stateLook({ state, waitFor }: NodeRun, stale: boolean, reported: boolean): { icon: string; tone: Tone } {
  const look = stateLooks[state]
  if (state === 'waiting' && waitFor?.kind === 'approval') return { ...look, icon: 'hand' }
  if (stale) return { ...look, tone: 'muted' }
  return reported && (state === 'completed' || state === 'cached') ? { icon: 'triangle-alert', tone: 'warn' } : look
}

function footerTone(state: NodeState | undefined, stale: boolean, reported: boolean): Tone {
  if (!state || stale || state === 'pending') return 'muted'
  if (reported && (state === 'completed' || state === 'cached')) return 'warn'
  return state === 'completed' ? 'muted' : stateLooks[state].tone
}

interface FooterSource {
  run: NodeRun | undefined
  progress: RunProgress | undefined
  columns: number | undefined
  stale: boolean
  reported: string | undefined
}

function footer(
  { run, progress, columns, stale, reported }: FooterSource,
  strings: CanvasStrings,
): readonly [string, string] {
  if (!run || run.state === 'pending') return [columns === undefined ? '' : strings.columns(columns), '']
  const word = stateText(run, strings)
  const right = stale ? strings.staleShort : duration(run, strings)
  if (progress) {
    return [
      progress.unit === 'rows' ? strings.rows(progress.done) : word,
      progress.total ? formatPercent(Math.floor((100 * progress.done) / progress.total) / 100, strings.language) : '',
    ]
  }
  if (run.rows !== undefined && (run.state === 'completed' || run.state === 'cached')) {
    return [reported === undefined ? strings.rows(run.rows) : `${strings.rows(run.rows)} · ${reported}`, right]
  }
  const facts = [word, run.attempt > 1 ? strings.attempt(run.attempt) : '', reported ?? '']
  return [facts.filter(Boolean).join(' · '), right]
}

const duration = ({ ms }: NodeRun, strings: CanvasStrings): string =>
  ms === undefined ? '' : formatDuration(ms, strings.language)

/** The state of a node in words, including whether it waits for an approval. */
const stateText = ({ state, waitFor }: NodeRun, strings: CanvasStrings): string =>
  state === 'waiting' && waitFor?.kind === 'approval' ? strings.waitingForApproval : strings.states[state]

/** The description of a node for screen readers. */
export function nodeAnnouncement(face: NodeFace, strings: CanvasStrings): string {
  return [
    face.title,
    face.summary,
    face.mode ? strings.modes[face.mode] : '',
    face.state ? strings.states[face.state] : '',
    face.footer[0] &&
    face.footer[0] !== (face.state ? strings.states[face.state] : face.mode ? strings.modes[face.mode] : '')
      ? face.footer[0]
      : '',
    face.stale ? strings.stale : '',
    face.errors + face.warnings > 0 ? `${strings.problems(face.errors + face.warnings)}: ${face.firstProblem}` : '',
  ]
    .filter(Boolean)
    .join(', ')
}
