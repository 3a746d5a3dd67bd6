import { message } from '@aw-flow/messages'
import { warning, type Problem } from '../wire/problem.ts'
import type { Workflow, WorkflowEdge } from './workflow.ts'

type Graph = Pick<Workflow, 'edges'>

/** An edge of a merged document that is set aside, and the problem that reports it. */
export interface EdgeAside {
  readonly edge: WorkflowEdge
  readonly problem: Problem
}

/**
 * Finds the edges that make a merged document unsound although neither side is: the second edge into an input, and the
 * edge that closes a cycle. Edges that both sides have stay; among the others, the one with the greater id is set aside.
 * Inputs that accept several edges, and cycles, are those of a side that has them already.
 */
export function findEdgesAside(merged: Graph, sides: readonly Graph[]): EdgeAside[] {
  const shared = sides.map(({ edges }) => new Set(edges.map(({ id }) => id)))
  const isShared = ({ id }: WorkflowEdge): boolean => shared.every((ids) => ids.has(id))
  const byAge = [...merged.edges].sort(
    (a, b) => Number(isShared(b)) - Number(isShared(a)) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )
  const aside = [...findSecondEdges(byAge, sides)]
  const asideEdges = new Set(aside.map(({ edge }) => edge))
  const remaining = byAge.filter((edge) => !asideEdges.has(edge))
  return [...aside, ...findCycleEdges(remaining, sides)]
}

function* findSecondEdges(edges: readonly WorkflowEdge[], sides: readonly Graph[]): Generator<EdgeAside> {
  const sharedInputs = new Set(sides.flatMap(listSharedInputs))
  const edgeByInput = new Map<string, WorkflowEdge>()
  for (const edge of edges) {
    const input = toInput(edge)
    const first = edgeByInput.get(input)
    if (!first) edgeByInput.set(input, edge)
    else if (!sharedInputs.has(input))
      yield setAside(edge, message('document.input-connected', { source: first.source }))
  }
}

/** Returns the inputs with several edges. */
function listSharedInputs({ edges }: Graph): string[] {
  const inputs = edges.map(toInput)
  const unique = new Set(inputs)
  return unique.size === inputs.length ? [] : inputs.filter((input, index) => inputs.indexOf(input) !== index)
}

function* findCycleEdges(edges: readonly WorkflowEdge[], sides: readonly Graph[]): Generator<EdgeAside> {
  const candidates = omitAcyclic(edges)
  const targets = new Map<string, string[]>()
  for (const edge of candidates) {
    const isInSide = (side: Graph): boolean =>
      side.edges.some(({ id }) => id === edge.id) && canReach(toTargets(side.edges), edge.target, edge.source)
    if (canReach(targets, edge.target, edge.source) && !sides.some(isInSide))
      yield setAside(edge, message('document.cycle-closed', {}))
    else targets.set(edge.source, [...(targets.get(edge.source) ?? []), edge.target])
  }
}

const setAside = (edge: WorkflowEdge, reason: ReturnType<typeof message>): EdgeAside => ({
  edge,
  problem: warning(
    'document.edge-set-aside',
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
