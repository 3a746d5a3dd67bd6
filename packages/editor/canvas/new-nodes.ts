import type { Problem, Workflow, WorkflowDescription } from '@aw-flow/schema'

/**
 * Tracks the nodes that the user has just added. Until the workflow runs or the user moves on to another node, their
 * missing settings are not treated as problems; the nodes are displayed as not set up yet.
 */
export type NewNodeTracker = ReturnType<typeof createNewNodeTracker>

const noIds: ReadonlySet<string> = new Set()

export function createNewNodeTracker(onChange: () => void) {
  let ids = noIds
  let current: Workflow | undefined
  let selectedIds: ReadonlySet<string> = noIds
  /** The ids of nodes added since the selection last changed. */
  let justAddedIds: ReadonlySet<string> = noIds

  const setIds = (newIds: ReadonlySet<string>): void => {
    if (newIds.size === 0 && ids.size === 0) return
    ids = newIds.size === 0 ? noIds : newIds
    onChange()
  }

  return {
    get ids(): ReadonlySet<string> {
      return ids
    },
    /** Call when a different document is displayed. None of its nodes are new. */
    reset(document: Workflow | undefined): void {
      current = document
      justAddedIds = noIds
      setIds(noIds)
    },
    /** Call after the document has changed. */
    onDocumentChange(document: Workflow): void {
      const previous = current
      current = document
      if (!previous || document.nodes.length <= previous.nodes.length) return
      const previousIds = new Set(previous.nodes.map(({ id }) => id))
      const addedIds = document.nodes.filter(({ id }) => !previousIds.has(id)).map(({ id }) => id)
      // More than an addition: a workflow was opened, merged or restored. Its nodes are not new.
      if (
        addedIds.length !== document.nodes.length - previous.nodes.length ||
        (previousIds.size === 0 && addedIds.length > 1)
      )
        return
      justAddedIds = new Set(addedIds)
      setIds(new Set([...ids, ...addedIds]))
    },
    /**
     * Call after the selection has changed. Deselected nodes are no longer new, unless the selection changed because a
     * node was added.
     */
    onSelectionChange(nodes: ReadonlySet<string>): void {
      const [isAdding, previouslySelectedIds] = [[...nodes].some((id) => justAddedIds.has(id)), selectedIds]
      selectedIds = nodes
      justAddedIds = noIds
      if (isAdding) return
      const remainingIds = [...ids].filter((id) => !previouslySelectedIds.has(id) || nodes.has(id))
      if (remainingIds.length < ids.size) setIds(new Set(remainingIds))
    },
    /** Call after a run was started or requested. */
    onRun: (): void => setIds(noIds),
  }
}

const toInfo = (problem: Problem): Problem =>
  problem.severity === 'info' ? problem : { ...problem, severity: 'info' as const }

const adjustedDescriptions = new WeakMap<
  WorkflowDescription,
  { ids: ReadonlySet<string>; description: WorkflowDescription }
>()

/** Returns a description in which all problems of the given nodes have the severity `info`. */
export function downgradeProblems(
  description: WorkflowDescription | undefined,
  ids: ReadonlySet<string>,
): WorkflowDescription | undefined {
  if (!description || ids.size === 0) return description
  const cached = adjustedDescriptions.get(description)
  if (cached?.ids === ids) return cached.description
  const nodes = { ...description.nodes }
  for (const id of ids) {
    const node = nodes[id]
    if (node && node.problems.length > 0) nodes[id] = { ...node, problems: node.problems.map(toInfo) }
  }
  const problems = description.problems.map((problem) =>
    ids.has(problem.where?.node ?? '') ? toInfo(problem) : problem,
  )
  const adjustedDescription = { ...description, nodes, problems }
  adjustedDescriptions.set(description, { ids, description: adjustedDescription })
  return adjustedDescription
}
