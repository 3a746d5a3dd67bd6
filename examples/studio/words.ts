import type { StoredRun } from '@aw-flow/client'
import type { NodeState, NodeType, RunState, RunView, Workflow, WorkflowNode } from '@aw-flow/schema'
import { titleOf } from './workflows/chain.ts'
import { say } from './language/speak.ts'
import { templates } from './workflows/templates.ts'
import type { ListedWorkflow } from './workspace.ts'

/** What a type is called in the language of the page; those offered first also before the catalogue is known. */
export function typeWord(type: string, catalogue: readonly NodeType[]): string {
  const { common, steps, editor } = say()
  const known = catalogue.find((one) => one.type === type)
  if (known) return editor.nodeTypes.type(known).title
  const { load: loading, prepare: preparing, validate: validation, table } = common
  return { loading, preparing, validation, table, approval: steps.approval }[type] ?? type
}

/** What a node is called: as a person has named it, else as its type is called in the language of the page. */
export function nodeWord({ data, type }: WorkflowNode, catalogue: readonly NodeType[]): string {
  return data.label && data.label !== titleOf(type, catalogue) ? data.label : typeWord(type, catalogue)
}

/** A workflow in one line: what its nodes are called, in order. */
export function chainOf({ nodes }: Workflow, catalogue: readonly NodeType[]): string {
  if (nodes.length === 0) return say().common.empty
  const names = nodes.slice(0, 5).map((node) => nodeWord(node, catalogue))
  return nodes.length > 5 ? `${names.join(' → ')} → ${say().common.more(nodes.length - 5)}` : names.join(' → ')
}

/**
 * What a listed workflow is called, and what it is for. What is as the studio brought it reads in the language of the
 * page, also where something else of the workflow was changed; what a person wrote stays.
 */
export function wordsOf(
  { id, workflow }: Pick<ListedWorkflow, 'id' | 'workflow'>,
  catalogue: readonly NodeType[],
): { name: string; description: string } {
  const { name, description = chainOf(workflow, catalogue) } = workflow
  const brought = description === templates[id]?.description ? say().templates.texts[id]?.[1] : undefined
  return { name: nameWord(id, name), description: brought ?? description }
}

/** What the workflow of a run is called, as `wordsOf` has it. */
export const runWord = ({ workflowId, workflowName }: Pick<StoredRun, 'workflowId' | 'workflowName'>): string =>
  nameWord(workflowId, workflowName)

/** The same of a run's record; `undefined` where it does not hold the workflow. */
export const recordWord = ({
  workflowId = '',
  workflow,
}: Pick<RunView, 'workflowId' | 'workflow'>): string | undefined => workflow && nameWord(workflowId, workflow.name)

const nameWord = (id: string, name: string): string =>
  (name === templates[id]?.name ? say().templates.texts[id]?.[0] : undefined) ?? name

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
