import { message } from '@aw-flow/messages'
import { warning, type Problem } from '../wire/problem.ts'
import type { Workflow, WorkflowEdge } from '../document/workflow.ts'

type Graph = Pick<Workflow, 'edges'>

/** An edge that a merge removes, and the problem that reports it. */
export interface UnsoundEdge {
  readonly edge: WorkflowEdge
  readonly problem: Problem
}

/**
 * Finds the edges that make a merged document unsound although neither side is: the second edge into an input, and the
 * edge that closes a cycle. Edges that both sides have stay; among the others, those with the lesser ids stay.
 * Inputs that accept several edges, and cycles, are those of a side that has them already.
 */
export function findUnsoundEdges(merged: Graph, sides: readonly Graph[]): UnsoundEdge[] {
  const shared = sides.map(({ edges }) => new Set(edges.map(({ id }) => id)))
  const isShared = ({ id }: WorkflowEdge): boolean => shared.every((ids) => ids.has(id))
  const byAge = [...merged.edges].sort(
    (a, b) => Number(isShared(b)) - Number(isShared(a)) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )
  const second = [...findSecondEdges(byAge, sides)]
  const secondEdges = new Set(second.map(({ edge }) => edge))
  const remaining = byAge.filter((edge) => !secondEdges.has(edge))
  return [...second, ...findCycleEdges(remaining, sides)]
}

function* findSecondEdges(edges: readonly WorkflowEdge[], sides: readonly Graph[]): Generator<UnsoundEdge> {
  const sharedInputs = new Set(sides.flatMap(listSharedInputs))
  const edgeByInput = new Map<string, WorkflowEdge>()
  for (const edge of edges) {
    const input = toInput(edge)
    const first = edgeByInput.get(input)
    if (!first) edgeByInput.set(input, edge)
    else if (!sharedInputs.has(input)) yield reject(edge, message('document.input-connected', { source: first.source }))
  }
}

/** Returns the inputs with several edges. */
function listSharedInputs({ edges }: Graph): string[] {
  const inputs = edges.map(toInput)
  const unique = new Set(inputs)
  return unique.size === inputs.length ? [] : inputs.filter((input, index) => inputs.indexOf(input) !== index)
}

function* findCycleEdges(edges: readonly WorkflowEdge[], sides: readonly Graph[]): Generator<UnsoundEdge> {
  const candidates = omitAcyclic(edges)
  const targets = new Map<string, string[]>()
  for (const edge of candidates) {
    const isInSide = (side: Graph): boolean =>
      side.edges.some(({ id }) => id === edge.id) && canReach(toTargets(side.edges), edge.target, edge.source)
    if (canReach(targets, edge.target, edge.source) && !sides.some(isInSide))
      yield reject(edge, message('document.cycle-closed', {}))
    else targets.set(edge.source, [...(targets.get(edge.source) ?? []), edge.target])
  }
}

const reject = (edge: WorkflowEdge, reason: ReturnType<typeof message>): UnsoundEdge => ({
  edge,
  problem: warning(
    'document.edge-unsound',
    { source: edge.source, target: edge.target, reason },
    { where: { edge: edge.id } },
  ),
})

const toInput = ({ target, targetHandle }: WorkflowEdge): string => `${target} ${targetHandle ?? ''}`

function toTargets(edges: readonly WorkflowEdge[]): Map<string, string[]> {
  const targets = new Map<string, string[]>()
  for (const { source, target } of edges) targets.set(source, [...(targets.get(source) ?? []), target])
  return targets
}

/** Returns the edges between nodes that have both a predecessor and a successor, repeatedly: empty without a cycle. */
function omitAcyclic(edges: readonly WorkflowEdge[]): WorkflowEdge[] {
  let remaining = [...edges]
  for (;;) {
    const sources = new Set(remaining.map(({ source }) => source))
    const targets = new Set(remaining.map(({ target }) => target))
    const next = remaining.filter(({ source, target }) => targets.has(source) && sources.has(target))
    if (next.length === remaining.length) return remaining
    remaining = next
  }
}

function canReach(targets: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set([from])
  for (const id of seen) {
    if (id === to) return true
    for (const target of targets.get(id) ?? []) seen.add(target)
  }
  return false
}
