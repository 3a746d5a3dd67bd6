import type { Workflow } from '@aw-flow/schema'
import { findWorkflow as parseWorkflow } from '../../../inner-session.ts'
import { findUpstreamIds } from '../find-upstream-ids.ts'

/** A workflow input that receives no value, because nothing outside the workflow is connected to it. */
export interface OpenInput {
  /** Ids of the sub-workflow nodes that contain the workflow, outermost first; empty for the top-level workflow. */
  readonly path: readonly string[]
  readonly port: string
  readonly label: string
  readonly type: string
}

/** Cached workflows, keyed by document and then by path. Documents are immutable, and parsing a large one is slow. */
const workflowsByPath = new WeakMap<Workflow, Map<string, Workflow | undefined>>()

function findWorkflow(document: Workflow, path: readonly string[]): Workflow | undefined {
  const byPath = workflowsByPath.get(document) ?? new Map<string, Workflow | undefined>()
  workflowsByPath.set(document, byPath)
  const key = path.join('/')
  if (!byPath.has(key)) byPath.set(key, parseWorkflow(document, path))
  return byPath.get(key)
}

/**
 * Returns the open inputs that a node depends on: inputs of its workflow or of an enclosing workflow that are not
 * connected.
 *
 * @param path - Ids of the sub-workflow nodes that contain the node's workflow, outermost first.
 */
export function findOpenInputs(document: Workflow, path: readonly string[], nodeId: string): OpenInput[] {
  const workflow = findWorkflow(document, path)
  if (!workflow) return []
  const ids = findUpstreamIds(workflow, nodeId)
  const ports = (workflow.ports?.inputs ?? []).filter(({ to }) => to.some((end) => ids.has(end.node)))
  const inputs = ports.flatMap((port) => {
    const input: OpenInput = { path, port: port.name, label: port.label ?? port.name, type: port.type }
    return traceInput(document, input)
  })
  return inputs.filter(
    (input, index) =>
      inputs.findIndex((other) => other.port === input.port && isSamePath(other.path, input.path)) === index,
  )
}

/** Traces an input through the enclosing workflows to the open inputs that its value depends on. */
function traceInput(document: Workflow, input: OpenInput): OpenInput[] {
  const id = input.path.at(-1)
  if (id === undefined) return [input]
  const outerPath = input.path.slice(0, -1)
  const outerWorkflow = findWorkflow(document, outerPath)
  const edges = (outerWorkflow?.edges ?? []).filter(
    ({ target, targetHandle }) => target === id && (targetHandle ?? input.port) === input.port,
  )
  if (edges.length > 0) return edges.flatMap(({ source }) => findOpenInputs(document, outerPath, source))
  const port = outerWorkflow?.ports?.inputs.find(({ to }) =>
    to.some((end) => end.node === id && end.port === input.port),
  )
  if (!port) return [input]
  return traceInput(document, { ...input, path: outerPath, port: port.name, label: port.label ?? port.name })
}

export const isSamePath = (path: readonly string[], other: readonly string[]): boolean =>
  path.join('/') === other.join('/')
