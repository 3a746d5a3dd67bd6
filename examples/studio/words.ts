import type { NodeState, RunState, Workflow } from '@aw-flow/schema'
import { say } from './language/speak.ts'
import type { ListedWorkflow } from './workspace.ts'

/** A workflow in one line: what its nodes are called, in order. */
export function chainOf({ nodes }: Workflow): string {
  if (nodes.length === 0) return say().common.empty
  const names = nodes.slice(0, 5).map(({ data, type }) => data.label || type)
  return nodes.length > 5 ? `${names.join(' → ')} → ${say().common.more(nodes.length - 5)}` : names.join(' → ')
}

/** What a listed workflow is called, and what it is for; of one that the studio brings, in the language of the page. */
export function wordsOf({ id, workflow, updatedAt }: ListedWorkflow): { name: string; description: string } {
  const [name, description] = (updatedAt === undefined ? say().templates.texts[id] : undefined) ?? []
  return { name: name ?? workflow.name, description: description ?? workflow.description ?? chainOf(workflow) }
}

/** What a copy is called: "Sales copy", then "Sales copy 2"; a copy of a copy likewise. */
export function copyName(name: string, taken: readonly string[] = []): string {
  const { copy } = say().common
  const ending = new RegExp(` ${copy}( \\d+)?$`)
  const stem = name.replace(ending, '').slice(0, 180)
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? `${stem} ${copy}` : `${stem} ${copy} ${count}`
    if (!taken.includes(candidate)) return candidate
  }
}

/** The icon and tone of a state. */
export const stateLook: Record<RunState | NodeState, { icon: string; tone: string }> = {
  queued: { icon: 'clock', tone: 'muted' },
  pending: { icon: 'circle-dashed', tone: 'muted' },
  running: { icon: 'loader-circle', tone: 'accent' },
  waiting: { icon: 'hourglass', tone: 'warn' },
  retrying: { icon: 'refresh-cw', tone: 'warn' },
  completed: { icon: 'circle-check', tone: 'good' },
  cached: { icon: 'database-zap', tone: 'cached' },
  failed: { icon: 'circle-x', tone: 'bad' },
  skipped: { icon: 'circle-minus', tone: 'muted' },
  cancelled: { icon: 'ban', tone: 'muted' },
}
