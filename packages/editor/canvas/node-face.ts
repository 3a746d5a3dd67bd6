import type {
  NodeDescription,
  NodeFamily,
  NodeRun,
  NodeState,
  NodeType,
  RunProgress,
  WorkflowNode,
} from '@aw-flow/schema'
import { formatDuration } from '../format.ts'
import { withoutCode } from '../with-code.ts'
import type { CanvasStrings } from './canvas-strings.ts'

export type Tone = 'muted' | 'accent' | 'good' | 'warn' | 'bad' | 'cached'

/** How a state shows itself: never by colour alone. */
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

/** What is written on a node: everything that its drawing and its name for screen readers need, as values. */
export interface NodeFace {
  readonly title: string
  readonly icon: string
  readonly family: NodeFamily
  readonly summary: string
  readonly state: NodeState | undefined
  /** Left and right of the footer. */
  readonly footer: readonly [string, string]
  readonly footerTone: Tone
  /** 0–1 while it runs and says how far it is. */
  readonly progress: number | undefined
  readonly errors: number
  readonly warnings: number
  readonly firstProblem: string | undefined
}

export interface FaceSource {
  node: WorkflowNode
  type: NodeType | undefined
  description: NodeDescription | undefined
  run: NodeRun | undefined
  progress: RunProgress | undefined
}

/** The face of a node from the document, what is known before a run, and the run. */
export function nodeFace({ node, type, description, run, progress }: FaceSource, strings: CanvasStrings): NodeFace {
  const problems = description?.problems ?? []
  const errors = problems.filter((problem) => problem.severity === 'error').length
  const warnings = problems.filter((problem) => problem.severity === 'warning').length
  const first = problems.find((problem) => problem.severity === 'error') ?? problems[0]
  const columns = Object.values(description?.outputs ?? {}).find((output) => output.columns)?.columns
  const state = run?.state
  const shown = progress && (state === 'running' || state === 'retrying') ? progress : undefined
  return {
    title: node.data.label || type?.title || node.type,
    icon: type?.icon ?? 'puzzle',
    family: type?.family ?? 'logic',
    summary: withoutCode(description?.summary || type?.description || strings.unknownType(node.type)),
    state,
    footer: footer(run, shown, columns?.length, strings),
    footerTone: state && state !== 'completed' && state !== 'pending' ? stateLooks[state].tone : 'muted',
    progress: shown?.total ? Math.min(1, shown.done / shown.total) : undefined,
    errors,
    warnings,
    firstProblem: first && withoutCode(first.message),
  }
}

function footer(
  run: NodeRun | undefined,
  progress: RunProgress | undefined,
  columns: number | undefined,
  strings: CanvasStrings,
): readonly [string, string] {
  if (!run || run.state === 'pending') return [columns === undefined ? '' : strings.columns(columns), '']
  const word = strings.states[run.state]
  const time = run.ms === undefined ? '' : formatDuration(run.ms)
  if (progress) {
    return [
      progress.unit === 'rows' ? strings.rows(progress.done) : word,
      progress.total ? `${Math.floor((100 * progress.done) / progress.total)} %` : '',
    ]
  }
  if (run.rows !== undefined && (run.state === 'completed' || run.state === 'cached')) {
    return [strings.rows(run.rows), time]
  }
  return [run.attempt > 1 ? `${word} · ${strings.attempt(run.attempt)}` : word, time]
}

/** What a screen reader hears of a node. */
export function nodeAnnouncement(face: NodeFace, strings: CanvasStrings): string {
  return [
    face.title,
    face.summary,
    face.state ? strings.states[face.state] : '',
    face.footer[0] && face.footer[0] !== (face.state ? strings.states[face.state] : '') ? face.footer[0] : '',
    face.errors + face.warnings > 0 ? `${strings.problems(face.errors + face.warnings)}: ${face.firstProblem}` : '',
  ]
    .filter(Boolean)
    .join(', ')
}
