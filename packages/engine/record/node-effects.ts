import type { NonJson } from '../text/find-non-json.ts'
import { message, type Text } from '@aw-flow/messages'
import { error, type Json, type RunError, type RunEventBody, type WaitFor, type Problem } from '@aw-flow/schema'
import { digestJson } from '../digest.ts'
import { NodeError } from '../node-error.ts'
import { findNonJson } from '../text/find-non-json.ts'
import { toRunError } from '../scheduler/create-failure-event.ts'
import { createInstanceKey, type NodeInstance } from './instance-key.ts'

/**
 * The policy for an effect whose outcome is unknown because it was interrupted. `retry`: perform it again with the same
 * idempotency key. `unknown-fails`: fail the node. `ask`: wait for an approval that shows the request; the reviewer
 * decides to perform it again, provides its result, or rejects it. Where a node cannot wait (an iteration, a
 * compensation), it fails.
 *
 * @internal
 */
export type UnknownPolicy = 'retry' | 'unknown-fails' | 'ask'

/** The arguments of an effect. @internal */
export interface EffectContext {
  /** Equal for each retry of the same effect; pass it to services that support idempotency keys. */
  idempotencyKey: string
  /** Aborted when the run is canceled. */
  signal: AbortSignal
}

/**
 * Performs an external effect (a request, a language model call, writing a file, running code). Its start and its
 * outcome are recorded, and the recorded outcome is returned whenever the node runs again.
 *
 * @param request What is requested, as JSON without secrets. Effects of equal kind and request in one node are
 *   distinguished by their order.
 * @param perform Returns JSON, or throws.
 * @public
 */
export type PerformEffect = <Outcome extends Json>(
  kind: string,
  request: Json,
  perform: (context: EffectContext) => Promise<Outcome>,
  options?: { unknown?: UnknownPolicy },
) => Promise<Outcome>

export interface KnownEffect {
  attempt: number
  outcome?: unknown
  error?: RunError
  /** `again`, `refused`: a reviewer's decision about an effect with an unknown outcome. */
  state: 'started' | 'done' | 'failed' | 'unknown' | 'again' | 'refused'
  /** The number of starts. */
  times: number
}

/** Effects by their ids. */
export interface KnownEffects {
  get(effect: string): KnownEffect | undefined
}

/** The recorded effects of a run by node instance; pass it every event. */
export interface RecordedEffects {
  handleEvent(body: RunEventBody): void
  get(instance: NodeInstance): KnownEffects
}

/** Creates an index of effects. `keepAll`: also keeps effects of nodes that have ended. */
export function createRecordedEffects({ keepAll = false } = {}): RecordedEffects {
  const byInstance = new Map<string, Map<string, KnownEffect>>()
  const noEffects: KnownEffects = new Map()
  /** Effects that wait for a decision, by node instance. */
  const undecided = new Map<string, { effect: string; digest: string }>()

  const decide = (body: Extract<RunEventBody, { type: 'approval-given' }>): void => {
    const key = createInstanceKey(body)
    const pending = undecided.get(key)
    const effects = byInstance.get(key)
    const effect = pending && effects?.get(pending.effect)
    if (!effect || pending.digest !== body.digest) return
    undecided.delete(key)
    const state = { approve: 'again', reject: 'refused', done: 'done' } as const
    effects!.set(pending.effect, { ...effect, state: state[body.decision], outcome: body.edited })
  }

  return {
    handleEvent(body) {
      switch (body.type) {
        case 'effect-started': {
          const key = createInstanceKey(body)
          const effects = byInstance.get(key) ?? new Map<string, KnownEffect>()
          byInstance.set(key, effects)
          const times = (effects.get(body.effect)?.times ?? 0) + 1
          effects.set(body.effect, { attempt: body.attempt, state: 'started', times })
          return
        }
        case 'effect-ended': {
          const { attempt, effect, outcome, error: failure, unknown } = body
          const state = unknown ? 'unknown' : failure ? 'failed' : 'done'
          const effects = byInstance.get(createInstanceKey(body))
          const times = effects?.get(effect)?.times ?? 1
          effects?.set(effect, { attempt, outcome, state, times, ...(failure ? { error: failure } : {}) })
          return
        }
        case 'node-waiting': {
          const { waitFor } = body
          if (waitFor.kind !== 'approval' || !waitFor.effect) return
          undecided.set(createInstanceKey(body), { effect: waitFor.effect.effect, digest: waitFor.digest })
          return
        }
        case 'approval-given':
          if (undecided.size > 0) decide(body)
          return
        case 'node-completed':
        case 'node-failed':
        case 'node-cancelled':
          if (!keepAll && byInstance.size > 0) byInstance.delete(createInstanceKey(body))
      }
    },
    get: (instance) => byInstance.get(createInstanceKey(instance)) ?? noEffects,
  }
}

interface NodeEffectsOptions {
  run: string
  instance: NodeInstance
  attempt: number
  /** The iteration of a loop, which is part of the ids of its effects. */
  round: string
  known: KnownEffects
  signal: AbortSignal
  /** Records an event; resolves when it is stored. Absent in replays, where no effect may run. */
  record?: (body: RunEventBody) => Promise<void>
  /** Whether the node can wait for an approval. */
  canAsk: boolean
}

export interface NodeEffects {
  effect: PerformEffect
  /** True once the node has performed an effect. */
  readonly hasEffects: boolean
  /** The approval that the node needs before it can continue; it then runs again. */
  readonly approval: WaitFor | undefined
}

/** Creates the effects of one attempt. Effects that an earlier attempt completed are not repeated; failed ones are. */
export function createNodeEffects(options: NodeEffectsOptions): NodeEffects {
  const { run, instance, attempt, round, known, signal, record, canAsk } = options
  const ordinals = new Map<string, number>()
  const instanceFields = { node: instance.node, ...(instance.scope?.length ? { scope: [...instance.scope] } : {}) }
  const permanentError = (problem: Problem): NodeError => new NodeError('permanent', problem)
  let isUsed = false
  let approval: WaitFor | undefined

  const effect: PerformEffect = async (kind, request, perform, { unknown = 'unknown-fails' } = {}) => {
    isUsed = true
    const invalid = findNonJson(request)
    if (invalid) throw permanentError(createNotJsonProblem(kind, 'request', invalid, instance.node))
    // The node runs again after the decision, even if it catches this error.
    if (approval) throw permanentError(createUnknownEffectProblem(kind, instance.node))
    const digest = digestJson(request).slice(0, 16)
    const base = `${kind}-${digest}${round}`
    const ordinal = ordinals.get(base) ?? 0
    ordinals.set(base, ordinal + 1)
    const id = `${base}-${ordinal}`
    const knownEffect = known.get(id)
    if (knownEffect?.state === 'done') return knownEffect.outcome as never
    if (knownEffect?.state === 'failed' && knownEffect.attempt === attempt && knownEffect.error) {
      throw new NodeError(knownEffect.error.kind, knownEffect.error.problem)
    }
    if (!record) {
      const { node } = instance
      throw permanentError(error('effect.not-recorded', { effect: kind, node }, { where: { node } }))
    }
    const body = { ...instanceFields, attempt, effect: id }
    if (knownEffect && (knownEffect.state === 'started' || knownEffect.state === 'unknown')) {
      if (knownEffect.state === 'started') await record({ type: 'effect-ended', ...body, unknown: true })
      if (unknown === 'ask' && canAsk)
        approval = createApproval(kind, request, { effect: id, attempt, times: knownEffect.times })
      if (unknown !== 'retry') throw permanentError(createUnknownEffectProblem(kind, instance.node))
    }
    if (knownEffect?.state === 'refused') throw permanentError(createRejectedEffectProblem(kind, instance.node))
    signal.throwIfAborted()
    await record({ type: 'effect-started', ...body, kind, request })
    let outcome
    try {
      outcome = await perform({ idempotencyKey: `${run}/${createInstanceKey(instance)}/${id}`, signal })
      // JSON has no `undefined`.
      outcome ??= null as never
      const invalid = findNonJson(outcome)
      if (invalid) throw permanentError(createNotJsonProblem(kind, 'result', invalid, instance.node))
    } catch (thrown) {
      await record({ type: 'effect-ended', ...body, error: toRunError(thrown, instance.node) })
      throw thrown
    }
    await record({ type: 'effect-ended', ...body, outcome })
    return outcome
  }
  return {
    effect,
    get hasEffects() {
      return isUsed
    },
    get approval() {
      return approval
    },
  }
}

/**
 * Returns the approval for an interrupted effect. Its digest includes the number of starts, because each interruption
 * needs its own decision.
 */
function createApproval(
  kind: string,
  request: Json,
  { effect, attempt, times }: { effect: string; attempt: number; times: number },
): WaitFor {
  const text = message('effect.ask', { effect: kind }) as unknown as Json
  const shown = { message: text, value: { kind: 'json', json: request }, effect, times }
  return { kind: 'approval', digest: digestJson(shown), shown, effect: { effect, attempt } }
}

const createRejectedEffectProblem = (effect: string, node: string): Problem =>
  error('effect.refused', { effect }, { where: { node } })

const createNotJsonProblem = (
  effect: string,
  part: 'request' | 'result',
  { path, reason }: NonJson,
  node: string,
): Problem => {
  const place: Text = path === '' ? message('json.it', {}) : path
  return error('effect.not-json', { effect, what: part, place, reason }, { where: { node } })
}

const createUnknownEffectProblem = (effect: string, node: string): Problem =>
  error('effect.unknown', { effect }, { where: { node } })
