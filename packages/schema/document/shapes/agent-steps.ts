import { error, type Problem } from '../../wire/problem.ts'
import { apart, headOf, isRecord, type Source } from './source.ts'

/** Agents that are node types here; others become a `remote_agent`. */
const ownTypes: Readonly<Record<string, string>> = {
  loading: 'loading',
  preparing: 'preparing',
  validation: 'validation',
  validate: 'validation',
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string')

/**
 * Steps with their agent and dependencies: `{name, version, steps: [{id, name?, agent, depends_on?, input?,
 * timeout_ms?, retry_config?}]}`. Also supports `next_step` and `agent_name`, and steps as an object by id.
 */
export function readAgentSteps(
  source: Source,
  steps: readonly Source[],
): { document: Source; problem?: undefined } | { document?: undefined; problem: Problem } {
  const ids = steps.map(({ id }, at) => (typeof id === 'string' ? id : `step-${at + 1}`))
  const pairs: [from: string, to: string][] = steps.flatMap((step, at) => [
    ...texts(step.depends_on).map((from): [string, string] => [from, ids[at]!]),
    ...texts(step.next_step).map((to): [string, string] => [ids[at]!, to]),
  ])
  const known = new Set(ids)
  const unknown = pairs.flat().find((id) => !known.has(id))
  if (unknown !== undefined) {
    return { problem: error('workflow.unknown-step', { step: unknown, steps: ids }) }
  }
  const edges = [...new Map(pairs.map((pair) => [JSON.stringify(pair), pair])).values()]
  const depths = depthsOf(ids, edges)
  const rows = new Map<number, number>()
  const nodes = steps.map((step, at) => {
    const depth = depths.get(ids[at]!) ?? 0
    const row = rows.get(depth) ?? 0
    rows.set(depth, row + 1)
    return { id: ids[at], position: { x: depth * apart.x, y: row * apart.y }, ...readStep(step, ids[at]!) }
  })
  const document = {
    ...headOf(source, {}),
    nodes,
    edges: edges.map(([from, to], at) => ({ id: `edge-${at + 1}`, source: from, target: to })),
  }
  return { document }
}

function readStep(step: Source, id: string): Source {
  const agent = step.agent ?? step.agent_name ?? step.type
  const type = typeof agent === 'string' && Object.hasOwn(ownTypes, agent) ? ownTypes[agent] : undefined
  const input = isRecord(step.input) ? step.input : {}
  const retryConfig = isRecord(step.retry_config) ? step.retry_config : {}
  const retry = {
    ...(typeof retryConfig.max_retries === 'number' ? { count: retryConfig.max_retries } : {}),
    ...(Array.isArray(retryConfig.delays_ms) ? { delaysMs: retryConfig.delays_ms } : {}),
    ...(typeof step.timeout_ms === 'number' ? { timeoutMs: step.timeout_ms } : {}),
  }
  return {
    type: type ?? 'remote_agent',
    data: { label: typeof step.name === 'string' ? step.name : id, config: type ? input : { agent, input } },
    ...(Object.keys(retry).length > 0 ? { retry } : {}),
  }
}

/** The longest path of steps before each one; a step on a cycle keeps its first position. */
function depthsOf(ids: readonly string[], edges: readonly (readonly [string, string])[]): Map<string, number> {
  const before = new Map<string, string[]>(ids.map((id) => [id, []]))
  for (const [from, to] of edges) before.get(to)?.push(from)
  const depths = new Map<string, number>()
  let open = [...ids]
  for (let depth = 0; open.length > 0; depth++) {
    const ready = open.filter((id) => before.get(id)!.every((from) => depths.has(from)))
    if (ready.length === 0) break
    for (const id of ready) depths.set(id, depth)
    open = open.filter((id) => !depths.has(id))
  }
  return depths
}
