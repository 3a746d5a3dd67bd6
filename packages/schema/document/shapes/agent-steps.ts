import { error, type Problem } from '../../wire/problem.ts'
import { nodeSpacing, readMetadata, isRecord, type Source } from './source.ts'

/** Node types for known agents. Other agents become a `remote_agent`. */
const nodeTypesByAgent: Readonly<Record<string, string>> = {
  loading: 'loading',
  preparing: 'preparing',
  validation: 'validation',
  validate: 'validation',
}

const toStrings = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string')

/**
 * Reads steps with agents and dependencies: `{name, version, steps: [{id, name?, agent, depends_on?, input?,
 * timeout_ms?, retry_config?}]}`. Also supports `next_step`, `agent_name`, and steps as an object keyed by id.
 */
export function readAgentSteps(
  source: Source,
  steps: readonly Source[],
): { document: Source; problem?: undefined } | { document?: undefined; problem: Problem } {
  const ids = steps.map(({ id }, index) => (typeof id === 'string' ? id : `step-${index + 1}`))
  const pairs: [from: string, to: string][] = steps.flatMap((step, index) => [
    ...toStrings(step.depends_on).map((from): [string, string] => [from, ids[index]!]),
    ...toStrings(step.next_step).map((to): [string, string] => [ids[index]!, to]),
  ])
  const knownIds = new Set(ids)
  const unknownId = pairs.flat().find((id) => !knownIds.has(id))
  if (unknownId !== undefined) {
    return { problem: error('workflow.unknown-step', { step: unknownId, steps: ids }) }
  }
  const edges = [...new Map(pairs.map((pair) => [JSON.stringify(pair), pair])).values()]
  const depths = computeDepths(ids, edges)
  const rowCounts = new Map<number, number>()
  const nodes = steps.map((step, index) => {
    const depth = depths.get(ids[index]!) ?? 0
    const row = rowCounts.get(depth) ?? 0
    rowCounts.set(depth, row + 1)
    return {
      id: ids[index],
      position: { x: depth * nodeSpacing.x, y: row * nodeSpacing.y },
      ...readStep(step, ids[index]!),
    }
  })
  const document = {
    ...readMetadata(source, {}),
    nodes,
    edges: edges.map(([from, to], index) => ({ id: `edge-${index + 1}`, source: from, target: to })),
  }
  return { document }
}

function readStep(step: Source, id: string): Source {
  const agent = step.agent ?? step.agent_name ?? step.type
  const type = typeof agent === 'string' && Object.hasOwn(nodeTypesByAgent, agent) ? nodeTypesByAgent[agent] : undefined
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

/** Returns the length of the longest path to each step. Steps on or after a cycle are omitted (Kahn's algorithm). */
function computeDepths(ids: readonly string[], edges: readonly (readonly [string, string])[]): Map<string, number> {
  const successors = new Map<string, string[]>(ids.map((id) => [id, []]))
  const pendingCounts = new Map<string, number>(ids.map((id) => [id, 0]))
  for (const [from, to] of edges) {
    successors.get(from)?.push(to)
    pendingCounts.set(to, (pendingCounts.get(to) ?? 0) + 1)
  }
  const depths = new Map<string, number>()
  let readyIds = ids.filter((id) => pendingCounts.get(id) === 0)
  for (let depth = 0; readyIds.length > 0; depth++) {
    const next: string[] = []
    for (const id of readyIds) {
      depths.set(id, depth)
      for (const successor of successors.get(id) ?? []) {
        const pendingCount = (pendingCounts.get(successor) ?? 0) - 1
        pendingCounts.set(successor, pendingCount)
        if (pendingCount === 0) next.push(successor)
      }
    }
    readyIds = next
  }
  return depths
}
