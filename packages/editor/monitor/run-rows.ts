import type { NodeRun, RunAttempt, RunSnapshot, RunView, Workflow, WorkflowNode } from '@aw-flow/schema'
import type { NodeTypeTranslator } from '../language/node-type-translator.ts'
import { readWorkflow } from '@aw-flow/schema'
import { findInnerWorkflow } from '@aw-flow/canvas'

/** A node of a run, as a list item. `depth` is the number of sub-workflows that contain the node. */
export interface RunRow {
  readonly key: string
  readonly title: string
  readonly type: string
  readonly depth: number
  readonly run: NodeRun
  readonly attempts: readonly RunAttempt[]
}

/**
 * Lists the nodes of a run in document order, with their titles in the user's language. The nodes of a sub-workflow
 * follow the node that contains it.
 */
export function listRunRows(
  { view, attempts }: Pick<RunSnapshot, 'view' | 'attempts'>,
  { getLabel }: Pick<NodeTypeTranslator, 'getLabel'>,
): RunRow[] {
  const attemptsByKey = new Map<string, RunAttempt[]>()
  for (const attempt of attempts) {
    const existingAttempts = attemptsByKey.get(attempt.key)
    if (existingAttempts) existingAttempts.push(attempt)
    else attemptsByKey.set(attempt.key, [attempt])
  }
  const innerKeysByNode = new Map<string, string[]>()
  for (const key of Object.keys(view.inner ?? {})) {
    const outerKey = key.slice(0, key.lastIndexOf('/'))
    const existingKeys = innerKeysByNode.get(outerKey)
    if (existingKeys) existingKeys.push(key)
    else innerKeysByNode.set(outerKey, [key])
  }
  const rows: RunRow[] = []
  const addRow = (key: string, run: NodeRun, node: WorkflowNode | undefined, depth: number): void => {
    rows.push({
      key,
      title: (node && getLabel(node)) || run.node,
      type: node?.type ?? '',
      depth,
      run,
      attempts: attemptsByKey.get(key) ?? [],
    })
    const innerKeys = innerKeysByNode.get(key)
    if (!innerKeys) return
    const document = node && resolveInnerWorkflow(view, node)
    const indexById = new Map(document?.nodes.map(({ id }, index) => [id, index]))
    const getIndexInDocument = (innerKey: string): number =>
      indexById.get(innerKey.slice(key.length + 1)) ?? indexById.size
    for (const innerKey of innerKeys.toSorted((a, b) => getIndexInDocument(a) - getIndexInDocument(b))) {
      const innerRun = view.inner?.[innerKey]
      if (innerRun) addRow(innerKey, innerRun, document?.nodes.find(({ id }) => id === innerRun.node), depth + 1) // oxfmt-ignore
    }
  }
  const nodesById = new Map(view.workflow?.nodes.map((node) => [node.id, node]))
  for (const node of nodesById.values()) {
    const run = view.nodes[node.id]
    if (run) addRow(node.id, run, node, 0)
  }
  // The events of a run may refer to nodes that are not in its document.
  for (const run of Object.values(view.nodes)) if (!nodesById.has(run.node)) addRow(run.node, run, undefined, 0)
  return rows
}

/** Finds a node and its workflow by key, for example "load" or, in a sub-workflow, "sub/load". */
export function findNodeByKey(
  view: RunView,
  key: string,
): { node: WorkflowNode; workflow: Workflow; path: readonly string[] } | undefined {
  const path = key.split('/')
  let workflow = view.workflow
  for (const [index, id] of path.entries()) {
    const node: WorkflowNode | undefined = workflow?.nodes.find((candidate) => candidate.id === id)
    if (!node || !workflow) return undefined
    if (index === path.length - 1) return { node, workflow, path: path.slice(0, -1) }
    workflow = resolveInnerWorkflow(view, node)
  }
  return undefined
}

/** Returns the number of attempts, which is 0 for a skipped node. */
export const countAttempts = (attempts: readonly RunAttempt[]): number =>
  attempts.filter(({ state }) => state !== 'skipped').length

const parsedWorkflows = new WeakMap<object, Workflow | undefined>()

/** Returns the workflow that runs inside a node. The node's settings contain it or refer to it by name. */
function resolveInnerWorkflow(view: RunView, node: WorkflowNode): Workflow | undefined {
  const innerWorkflow = findInnerWorkflow(node)
  if (innerWorkflow) {
    if (!parsedWorkflows.has(innerWorkflow)) parsedWorkflows.set(innerWorkflow, readWorkflow(innerWorkflow).workflow)
    return parsedWorkflows.get(innerWorkflow)
  }
  const { workflow } = node.data.config
  return typeof workflow === 'string' ? view.workflows?.[workflow] : undefined
}
