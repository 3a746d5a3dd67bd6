import { message, type Text } from '@aw-flow/messages'
import { describeValue } from '../../wire/issue-message.ts'
import { error, type Problem } from '../../wire/problem.ts'
import { failed, ok, type Result } from '../../wire/result.ts'
import { createPlanEdge, planSchemaName } from '../../data/plan-edge.ts'
import { isRecord, nodeSpacing, readFields, readIdText, readMetadata, type Source } from './source.ts'

/** Node types for known agents. Other agents become a `remote_agent`. */
const nodeTypesByAgent: Readonly<Record<string, string>> = {
  loading: 'loading',
  preparing: 'preparing',
  validation: 'validation',
  validate: 'validation',
}

/**
 * Node types that use a language model: data agents only if their settings name a model, all other types by default.
 */
const modelNodeTypes: ReadonlySet<unknown> = new Set([
  'loading',
  'preparing',
  'validation',
  'agent',
  'classify_rows',
  'extract_rows',
  'summarize_rows',
  'translate_rows',
])

/** Returns the id of the Approval node of a step that requires approval. @internal */
export const getApprovalId = (step: string): string => `${step}-approval`

/**
 * Reads a workflow of steps: `{name, steps: [{id?, name?, type | agent, config?, input?, depends_on?, next_step?,
 * timeout_ms?, retry_config?, require_approval?}], global_config?: {llm, max_retries}}`. `require_approval` can also be
 * in `config`. `agent_name` is a synonym of `agent`, and `steps` can also be an object keyed by id. A list of steps with a `type` and without dependencies is a
 * chain.
 *
 * For steps that load or prepare data, the setting `max_retries` limits the agent's corrections; for other steps, it is
 * the retry count. `llm` becomes the variable `{{llm}}`. Steps that can use a model but do not name one refer to this
 * variable. The variable does not grant access to a model. A step that requires approval is followed by an Approval
 * node. A step that checks the plan of the step before it also receives this plan.
 */
export function readSteps(source: Source, steps: readonly Source[], ignored: Set<string>): Result<Source> {
  const ids = steps.map(({ id }, index) => (id === undefined || id === null ? `step-${index + 1}` : readIdText(id)))
  const approvalFlags = steps.map(
    (step) => step.require_approval ?? (isRecord(step.config) ? step.config.require_approval : null),
  )
  const flagIndex = approvalFlags.findIndex((flag) => typeof (flag ?? false) !== 'boolean')
  if (flagIndex >= 0) {
    const place = `steps.${flagIndex}.require_approval`
    return failed(createTypeProblem(place, approvalFlags[flagIndex], message('value.boolean', {})))
  }
  const pairs = findDependencies(source, steps, ids)
  const knownIds = new Set(ids)
  const unknownId = pairs.flat().find((id) => !knownIds.has(id))
  if (unknownId !== undefined) return failed(error('workflow.unknown-step', { step: unknownId, steps: ids }))

  const { global_config: config } = source
  const hasModel = isRecord(config) && typeof config.llm === 'string' && config.llm.trim() !== ''
  const approvalIds = new Map<string, string>()
  for (const [index, id] of ids.entries()) {
    let approvalId = getApprovalId(id)
    while (knownIds.has(approvalId)) approvalId = `${approvalId}-new`
    if (approvalFlags[index] === true) approvalIds.set(id, approvalId)
  }
  const nodes = steps.flatMap((step, index): Source[] => {
    const id = ids[index]!
    const node = { id, ...readStep(step, { id, hasModel, ignored }) }
    const approvalId = approvalIds.get(id)
    return approvalId === undefined
      ? [node]
      : [node, { id: approvalId, type: 'approval', data: { label: 'Approval', config: {} } }]
  })
  const edges = [
    ...pairs.map(([from, to]) => {
      const approvalId = approvalIds.get(from)
      return approvalId === undefined
        ? { source: from, target: to }
        : { source: approvalId, target: to, sourceHandle: 'approved' }
    }),
    ...[...approvalIds].map(([id, approvalId]) => ({ source: id, target: approvalId, targetHandle: 'value' })),
    ...findPlanPairs(pairs, nodes).map(([from, to]) => createPlanEdge(from, to)),
  ]
  const metadata = readFields(source, '', ignored, (fields) => {
    fields.take('steps')
    return readMetadata(fields)
  })
  return ok({
    ...metadata,
    nodes: positionNodes(nodes, edges),
    edges: edges.map((edge, index) => ({ id: `edge-${index + 1}`, ...edge })),
  })
}

/** Creates the problem that a value has the wrong type. */
export function createTypeProblem(path: string, value: unknown, expected: Text): Problem {
  const reason = message('value.expected', { expected, found: describeValue(value) })
  return error('workflow.invalid', { path, reason }, path ? { where: { setting: path } } : {})
}

/** Returns the pairs of steps of which the second follows the first, without duplicates. */
function findDependencies(
  source: Source,
  steps: readonly Source[],
  ids: readonly string[],
): (readonly [from: string, to: string])[] {
  const hasDependencies = steps.some((step) => (step.depends_on ?? step.next_step ?? undefined) !== undefined)
  if (!hasDependencies && Array.isArray(source.steps) && steps.every(({ type }) => typeof type === 'string'))
    return ids.slice(1).map((id, index) => [ids[index]!, id] as const)
  const pairs = steps.flatMap((step, index) => [
    ...toStepIds(step.depends_on).map((from) => [from, ids[index]!] as const),
    ...toStepIds(step.next_step).map((to) => [ids[index]!, to] as const),
  ])
  return [...new Map(pairs.map((pair) => [JSON.stringify(pair), pair])).values()]
}

/** Returns the pairs of a step that makes a plan and a step that checks this plan. */
function findPlanPairs(
  pairs: readonly (readonly [from: string, to: string])[],
  nodes: readonly Source[],
): (readonly [from: string, to: string])[] {
  const nodesById = new Map(nodes.map((node) => [node.id, node]))
  return pairs.filter(([from, to]) => {
    const data = nodesById.get(to)?.data
    const config = isRecord(data) ? data.config : undefined
    return nodesById.get(from)?.type === 'preparing' && isRecord(config) && config.schema === planSchemaName
  })
}

/** Values that are not ids are written as JSON, so that the problem of an unknown step shows them. */
const toStepIds = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value ?? []].flat()).map((id) => (typeof id === 'string' ? id : JSON.stringify(id)))

function readStep(
  step: Source,
  { id, hasModel, ignored }: { id: string; hasModel: boolean; ignored: Set<string> },
): Source {
  return readFields(step, 'steps[]', ignored, ({ take, takeAll }) => {
    takeAll(['id', 'depends_on', 'next_step', 'require_approval'])
    const [name, agent, stepType] = [take('name'), take('agent', 'agent_name'), take('type')]
    const knownType = [stepType ?? agent]
      .filter((value) => typeof value === 'string')
      .map((value) => (Object.hasOwn(nodeTypesByAgent, value) ? nodeTypesByAgent[value] : undefined))[0]
    const type = knownType ?? stepType ?? 'remote_agent'
    const [input, ownConfig] = [take('input'), take('config')]
    const isRemote = type === 'remote_agent'
    const isAgentType = agent === stepType || (knownType !== undefined && stepType === undefined)
    const agentConfig = isAgentType ? {} : withValue('agent', agent)
    const inputConfig = isRemote ? (agent === undefined ? withValue('input', input) : { input: input ?? {} }) : input
    const sourceConfig = mergeConfigs(inputConfig, mergeConfigs(ownConfig, agentConfig))
    const { max_retries: count, require_approval: _flag, ...rest } = isRecord(sourceConfig) ? sourceConfig : {}
    const limitsCorrections = count !== undefined && (type === 'loading' || type === 'preparing')
    const isReadable = sourceConfig === undefined || isRecord(sourceConfig)
    const hasModelSetting = rest.model || rest.modelAddress || rest.agent !== undefined
    const needsModel = hasModel && isReadable && modelNodeTypes.has(type) && !hasModelSetting
    const config = {
      ...rest,
      ...(limitsCorrections ? { maxRetries: count } : {}),
      ...(needsModel ? { model: '{{llm}}' } : {}),
    }
    const label = name ?? (stepType === undefined ? id : undefined)
    const retry = readRetry(take('retry_config'), {
      count: limitsCorrections ? undefined : count,
      timeoutMs: take('timeout_ms'),
      ignored,
    })
    return {
      type,
      data: { ...withValue('label', label), config: isRecord(sourceConfig) || needsModel ? config : sourceConfig },
      ...withValue('retry', retry),
    }
  })
}

const withValue = (name: string, value: unknown): Source =>
  value === undefined || value === null ? {} : { [name]: value }

/** Merges settings. A value that is not an object is returned unchanged, because validation rejects it. */
const mergeConfigs = (first: unknown, second: unknown): unknown => {
  if (first === undefined || (isRecord(first) && !isRecord(second) && second !== undefined)) return second
  return isRecord(first) && isRecord(second) ? { ...first, ...second } : first
}

function readRetry(
  source: unknown,
  { count, timeoutMs, ignored }: { count: unknown; timeoutMs: unknown; ignored: Set<string> },
): unknown {
  if (source !== undefined && !isRecord(source)) return source
  const retry = {
    ...withValue('count', count),
    ...readFields(source ?? {}, 'steps[].retry_config', ignored, ({ take }) => ({
      ...withValue('count', take('max_retries')),
      ...withValue('delaysMs', take('delays_ms')),
    })),
    ...withValue('timeoutMs', timeoutMs),
  }
  return Object.keys(retry).length > 0 ? retry : undefined
}

/** Arranges nodes in columns, by the length of the longest path to each node. */
function positionNodes(nodes: readonly Source[], edges: readonly { source: string; target: string }[]): Source[] {
  const depths = computeDepths(
    nodes.map(({ id }) => String(id)),
    edges.map(({ source, target }) => [source, target]),
  )
  const rowCounts = new Map<number, number>()
  return nodes.map(({ id, ...node }) => {
    const depth = depths.get(String(id)) ?? 0
    const row = rowCounts.get(depth) ?? 0
    rowCounts.set(depth, row + 1)
    return { id, position: { x: depth * nodeSpacing.x, y: row * nodeSpacing.y }, ...node }
  })
}

/** Returns the length of the longest path to each step. Steps on or after a cycle are omitted (Kahn's algorithm). */
export function computeDepths(
  ids: readonly string[],
  edges: readonly (readonly [string, string])[],
): Map<string, number> {
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
