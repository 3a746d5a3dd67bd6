import type { SessionDocument, SessionRuns, WorkflowSession } from '@aw-flow/client'
import {
  directlyWithin,
  error,
  readWorkflow,
  type Edit,
  type NodeRun,
  type RunView,
  type Workflow,
} from '@aw-flow/schema'
import { subWorkflowSetting, workflowInside } from '@aw-flow/canvas'
import { extendPart } from './extend-part.ts'
import { SessionView } from './session-view.ts'

/** The workflow inside a path of nested sub-workflow nodes; `undefined` if there is none. */
export function workflowAt(document: Workflow, path: readonly string[]): Workflow | undefined {
  let found: Workflow | undefined = document
  for (const id of path) {
    const node: Workflow['nodes'][number] | undefined = found?.nodes.find((other) => other.id === id)
    found = node && readWorkflow(workflowInside(node)).workflow
  }
  return found
}

/**
 * A session that shows the workflow inside a node of another session. Its edits are edits of the outer document, in the
 * same history, and its runs are the runs of the nodes inside.
 */
export class InnerSession extends SessionView {
  readonly path: readonly string[]

  /** @throws if there is no workflow at `path`; check `workflowAt` first. */
  constructor(outer: WorkflowSession, path: readonly string[]) {
    const document = innerDocument(outer.document, path)
    super(outer, document, innerRuns(outer.runs, path, document))
    this.path = path
  }

  /** False after the node was removed, for example by an undo; `document.current` is then its last state. */
  get isPresent(): boolean {
    return workflowAt(this.outer.document.current, this.path) !== undefined
  }
}

function innerDocument(outer: SessionDocument, path: readonly string[]): SessionDocument {
  const first = workflowAt(outer.current, path)
  if (!first) throw new Error(`Node "${path.join('/')}" contains no workflow.`)
  let of = outer.current
  let current = first
  return extendPart(outer, {
    get current() {
      if (of !== outer.current) {
        of = outer.current
        current = workflowAt(of, path) ?? current
      }
      return current
    },
    get description() {
      const { inner, ready } = outer.description ?? {}
      if (!inner) return undefined
      const nodes = directlyWithin(inner, path)
      return { nodes, problems: Object.values(nodes).flatMap((node) => node.problems), ready: ready ?? false }
    },
    apply(edit, options) {
      const wrapped = path.reduceRight<Edit>(
        (inner, id) => ({ type: 'edit-inside', id, setting: subWorkflowSetting, edit: inner }),
        edit,
      )
      return outer.apply(
        wrapped,
        options?.merge === undefined ? undefined : { merge: `${path.join('/')} ${options.merge}` },
      )
    },
    open: () => [error('workflow.inside', {})],
    ...(outer.completeExpression
      ? { completeExpression: (node, ...more) => outer.completeExpression!([...path, node].join('/'), ...more) }
      : {}),
  })
}

/** The part of a run inside a path of nested sub-workflow nodes. */
function runWithin(run: RunView, path: readonly string[]): RunView {
  const nodes: Record<string, NodeRun> = directlyWithin(run.inner ?? {}, path)
  const workflow = run.workflow && workflowAt(run.workflow, path)
  return { ...run, nodes, ...(workflow ? { workflow } : {}) }
}

function innerRuns(outer: SessionRuns, path: readonly string[], document: SessionDocument): SessionRuns {
  const [first] = path
  let shown: { of: RunView; view: RunView } | undefined
  let earlier: { of: RunView; view: RunView } | undefined
  return extendPart(outer, {
    get previous() {
      const { previous } = outer
      if (!previous) return undefined
      if (earlier?.of !== previous) earlier = { of: previous, view: runWithin(previous, path) }
      return earlier.view
    },
    get current() {
      const of = outer.current
      if (!of) return undefined
      if (shown?.of !== of) {
        shown = { of, view: runWithin(of, path) }
      }
      return shown.view
    },
    get stale() {
      const isStale = first !== undefined && outer.stale.has(first)
      return isStale ? new Set(document.current.nodes.map(({ id }) => id)) : new Set<string>()
    },
    get progress() {
      return directlyWithin(outer.progress, path)
    },
  })
}
