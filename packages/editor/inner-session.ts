import type { SessionAssistant, SessionDocument, SessionRuns, WorkflowSession } from '@aw-flow/client'
import { error, ok, readWorkflow, defined, type Edit, type NodeRun, type RunView, type Workflow } from '@aw-flow/schema'
import { selectChildren } from '@aw-flow/schema/internal'
import { subWorkflowSetting, findInnerWorkflow } from '@aw-flow/canvas'
import { extendPart } from './extend-part.ts'
import { DerivedSession } from './derived-session.ts'

/** Returns the workflow at a path of sub-workflow node ids, outermost first, or `undefined` if none exists. */
export function findWorkflow(document: Workflow, path: readonly string[]): Workflow | undefined {
  let workflow: Workflow | undefined = document
  for (const id of path) {
    const node: Workflow['nodes'][number] | undefined = workflow?.nodes.find((candidate) => candidate.id === id)
    workflow = node && readWorkflow(findInnerWorkflow(node)).workflow
  }
  return workflow
}

/**
 * A session for a sub-workflow of an outer session's document. Its edits are applied to the outer document and share
 * the outer undo history. Its runs contain only the inner nodes.
 */
export class InnerSession extends DerivedSession {
  readonly path: readonly string[]

  /** @throws If `path` does not lead to a workflow. Check with `findWorkflow` first. */
  constructor(outer: WorkflowSession, path: readonly string[]) {
    const document = createInnerDocument(outer.document, path)
    super(outer, document, createInnerRuns(outer.runs, path, document), createInnerAssistant(outer.assistant, path))
    this.path = path
  }

  /** Whether the sub-workflow still exists. If it was removed, `document.current` is its last state. */
  get isPresent(): boolean {
    return findWorkflow(this.outerSession.document.current, this.path) !== undefined
  }
}

function createInnerDocument(outer: SessionDocument, path: readonly string[]): SessionDocument {
  const initial = findWorkflow(outer.current, path)
  if (!initial) throw new Error(`Node "${path.join('/')}" does not contain a workflow.`)
  let outerDocument = outer.current
  let current = initial
  return extendPart(outer, {
    get current() {
      if (outerDocument !== outer.current) {
        outerDocument = outer.current
        current = findWorkflow(outerDocument, path) ?? current
      }
      return current
    },
    get description() {
      const { inner, ready } = outer.description ?? {}
      if (!inner) return undefined
      const nodes = selectChildren(inner, path)
      return { nodes, problems: Object.values(nodes).flatMap((node) => node.problems), ready: ready ?? false }
    },
    apply(edit, options) {
      const outerEdit = path.reduceRight<Edit>(
        (inner, id) => ({ type: 'edit-inside', id, setting: subWorkflowSetting, edit: inner }),
        edit,
      )
      const { merge, ...others } = options ?? {}
      return outer.apply(outerEdit, {
        ...others,
        ...(merge === undefined ? {} : { merge: `${path.join('/')} ${merge}` }),
      })
    },
    open: () => [error('workflow.inside', {})],
  })
}

const createInnerAssistant = (
  outer: SessionAssistant | undefined,
  path: readonly string[],
): SessionAssistant | undefined =>
  outer &&
  extendPart(outer, {
    // Fixes are edits of the outer document, in which the node has a different id.
    findFixes: async () => ok([]),
    previewNode: (nodeId, ...rest) => outer.previewNode([...path, nodeId].join('/'), ...rest),
    completeExpression: (nodeId, ...rest) => outer.completeExpression([...path, nodeId].join('/'), ...rest),
  })

/** Returns the part of a run that belongs to the sub-workflow at a path. */
function selectInnerRun(run: RunView, path: readonly string[]): RunView {
  const nodes: Record<string, NodeRun> = selectChildren(run.inner ?? {}, path)
  const workflow = run.workflow && findWorkflow(run.workflow, path)
  return { ...run, nodes, ...defined({ workflow }) }
}

function createInnerRuns(outer: SessionRuns, path: readonly string[], document: SessionDocument): SessionRuns {
  const [topNodeId] = path
  let currentCache: { outerRun: RunView; view: RunView } | undefined
  let previousCache: { outerRun: RunView; view: RunView } | undefined
  return extendPart(outer, {
    get previous() {
      const { previous } = outer
      if (!previous) return undefined
      if (previousCache?.outerRun !== previous)
        previousCache = { outerRun: previous, view: selectInnerRun(previous, path) }
      return previousCache.view
    },
    get current() {
      const outerRun = outer.current
      if (!outerRun) return undefined
      if (currentCache?.outerRun !== outerRun) {
        currentCache = { outerRun, view: selectInnerRun(outerRun, path) }
      }
      return currentCache.view
    },
    get stale() {
      const isStale = topNodeId !== undefined && outer.stale.has(topNodeId)
      return isStale ? new Set(document.current.nodes.map(({ id }) => id)) : new Set<string>()
    },
    get progress() {
      return selectChildren(outer.progress, path)
    },
  })
}
