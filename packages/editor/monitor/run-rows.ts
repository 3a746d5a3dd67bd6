import type { NodeRun, RunAttempt, RunMoment, RunView, Workflow, WorkflowNode } from '@aw-flow/schema'
import { readWorkflow } from '@aw-flow/schema'
import { workflowInside } from '@aw-flow/canvas'

/** A node of a run as lists show it. `depth`: the number of sub-workflows around it. */
export interface RunRow {
  readonly key: string
  readonly title: string
  readonly type: string
  readonly depth: number
  readonly run: NodeRun
  readonly attempts: readonly RunAttempt[]
}

/** The nodes of a run in the document's order, with the nodes of a sub-workflow below it. */
export function runRows({ view, attempts }: Pick<RunMoment, 'view' | 'attempts'>): RunRow[] {
  const byKey = new Map<string, RunAttempt[]>()
  for (const attempt of attempts) {
    const known = byKey.get(attempt.key)
    if (known) known.push(attempt)
    else byKey.set(attempt.key, [attempt])
  }
  const inner = new Map<string, string[]>()
  for (const key of Object.keys(view.inner ?? {})) {
    const outer = key.slice(0, key.lastIndexOf('/'))
    const known = inner.get(outer)
    if (known) known.push(key)
    else inner.set(outer, [key])
  }
  const rows: RunRow[] = []
  const add = (key: string, run: NodeRun, node: WorkflowNode | undefined, depth: number): void => {
    rows.push({
      key,
      title: node?.data.label || run.node,
      type: node?.type ?? '',
      depth,
      run,
      attempts: byKey.get(key) ?? [],
    })
    const within = inner.get(key)
    if (!within) return
    const document = node && workflowOf(view, node)
    const order = new Map(document?.nodes.map(({ id }, index) => [id, index]))
    const at = (one: string): number => order.get(one.slice(key.length + 1)) ?? order.size
    for (const one of within.toSorted((a, b) => at(a) - at(b))) {
      const innerRun = view.inner?.[one]
      if (innerRun) add(one, innerRun, document?.nodes.find(({ id }) => id === innerRun.node), depth + 1) // oxfmt-ignore
    }
  }
  const documented = new Map(view.workflow?.nodes.map((node) => [node.id, node]))
  for (const node of documented.values()) {
    const run = view.nodes[node.id]
    if (run) add(node.id, run, node, 0)
  }
  // A record may contain nodes that are not in its document.
  for (const run of Object.values(view.nodes)) if (!documented.has(run.node)) add(run.node, run, undefined, 0)
  return rows
}

/** The node of a key ("load", in a sub-workflow "sub/load"), and its workflow. */
export function nodeAtKey(
  view: RunView,
  key: string,
): { node: WorkflowNode; workflow: Workflow; way: readonly string[] } | undefined {
  const way = key.split('/')
  let workflow = view.workflow
  for (const [index, id] of way.entries()) {
    const node: WorkflowNode | undefined = workflow?.nodes.find((other) => other.id === id)
    if (!node || !workflow) return undefined
    if (index === way.length - 1) return { node, workflow, way: way.slice(0, -1) }
    workflow = workflowOf(view, node)
  }
  return undefined
}

/** The number of attempts; 0 for a skipped node. */
export const ranTimes = (attempts: readonly RunAttempt[]): number =>
  attempts.filter(({ state }) => state !== 'skipped').length

const read = new WeakMap<object, Workflow | undefined>()

/** The workflow that runs inside a node: from its settings, or the workflow that they name. */
function workflowOf(view: RunView, node: WorkflowNode): Workflow | undefined {
  const inside = workflowInside(node)
  if (inside) {
    if (!read.has(inside)) read.set(inside, readWorkflow(inside).workflow)
    return read.get(inside)
  }
  const { workflow } = node.data.config
  return typeof workflow === 'string' ? view.workflows?.[workflow] : undefined
}
