import type { Problem, Workflow, WorkflowDescription } from '@aw-flow/schema'

/**
 * The nodes that the user has just added. Until the workflow runs or another node is selected, their missing settings
 * are not problems: the nodes are shown as not set up yet.
 */
export interface NewNodes {
  readonly ids: ReadonlySet<string>
  /** Shows another document, whose nodes are not new. */
  reset(document: Workflow | undefined): void
  /** The document has changed. */
  onDocumentChange(document: Workflow): void
  /** The selection has changed. New nodes stop being new when a node that is not new is selected instead of them. */
  onSelection(nodes: ReadonlySet<string>): void
  /** A run was started or requested. */
  onRun(): void
}

const none: ReadonlySet<string> = new Set()

export function createNewNodes(onChange: () => void): NewNodes {
  let ids = none
  let known: Workflow | undefined
  let selected: ReadonlySet<string> = none
  /** Nodes that were added after the last change of the selection. */
  let arrived: ReadonlySet<string> = none

  const set = (next: ReadonlySet<string>): void => {
    if (next.size === 0 && ids.size === 0) return
    ids = next.size === 0 ? none : next
    onChange()
  }

  return {
    get ids() {
      return ids
    },
    reset(document) {
      known = document
      arrived = none
      set(none)
    },
    onDocumentChange(document) {
      const before = known
      known = document
      if (!before || document.nodes.length <= before.nodes.length) return
      const had = new Set(before.nodes.map(({ id }) => id))
      const added = document.nodes.filter(({ id }) => !had.has(id)).map(({ id }) => id)
      // Another workflow was opened, merged or restored.
      if (added.length !== document.nodes.length - before.nodes.length || (had.size === 0 && added.length > 1)) return
      arrived = new Set(added)
      set(new Set([...ids, ...added]))
    },
    onSelection(nodes) {
      const [isAdding, left] = [[...nodes].some((id) => arrived.has(id)), selected]
      selected = nodes
      arrived = none
      if (isAdding) return
      const rest = [...ids].filter((id) => !left.has(id) || nodes.has(id))
      if (rest.length < ids.size) set(new Set(rest))
    },
    onRun: () => set(none),
  }
}

const asInfo = (problem: Problem): Problem =>
  problem.severity === 'info' ? problem : { ...problem, severity: 'info' as const }

const softened = new WeakMap<WorkflowDescription, { ids: ReadonlySet<string>; description: WorkflowDescription }>()

/** A description in which the problems of new nodes are downgraded to notes. */
export function withoutProblemsOf(
  description: WorkflowDescription | undefined,
  ids: ReadonlySet<string>,
): WorkflowDescription | undefined {
  if (!description || ids.size === 0) return description
  const cached = softened.get(description)
  if (cached?.ids === ids) return cached.description
  const nodes = { ...description.nodes }
  for (const id of ids) {
    const node = nodes[id]
    if (node && node.problems.length > 0) nodes[id] = { ...node, problems: node.problems.map(asInfo) }
  }
  const problems = description.problems.map((problem) =>
    ids.has(problem.where?.node ?? '') ? asInfo(problem) : problem,
  )
  const made = { ...description, nodes, problems }
  softened.set(description, { ids, description: made })
  return made
}
