import type { NotJson } from '../text/not-json.ts'
import { message, type Text } from '@aw-flow/messages'
import { error, type Json, type RunError, type RunEventBody, type WaitFor, type Problem } from '@aw-flow/schema'
import { digestOf } from '../digest.ts'
import { NodeError } from '../node-error.ts'
import { notJson } from '../text/not-json.ts'
import { toRunError } from '../scheduler/after-failure.ts'
import { instanceKey, type NodeInstance } from './instance-key.ts'

/**
 * The policy for an effect whose outcome is unknown because it was interrupted. `retry`: perform it again with the same
 * idempotency key. `unknown-fails`: fail the node. `ask`: wait for an approval that shows the request; the reviewer
 * decides to perform it again, provides its result, or rejects it. Where a node cannot wait (an iteration, a
 * compensation), it fails.
 *
 * @internal
 */
export type UnknownPolicy = 'retry' | 'unknown-fails' | 'ask'

/** @internal */
export interface EffectContext {
  /** Equal for each retry of the same effect; pass it to services that support idempotency keys. */
  idempotencyKey: string
  signal: AbortSignal
}

/**
 * Performs an external effect (a request, a call of a language model, writing a file, running code). Its start and its
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
  /** `again`, `refused`: the decision of a reviewer about an effect with an unknown outcome. */
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
  event(body: RunEventBody): void
  of(instance: NodeInstance): KnownEffects
}

/** Creates an index of effects. `keepAll`: also keeps effects of nodes that have ended. */
export function createRecordedEffects({ keepAll = false } = {}): RecordedEffects {
  const byInstance = new Map<string, Map<string, KnownEffect>>()
  const none: KnownEffects = new Map()
  /** Effects that wait for a decision, by node instance. */
  const undecided = new Map<string, { effect: string; digest: string }>()

  const decide = (body: Extract<RunEventBody, { type: 'approval-given' }>): void => {
    const key = instanceKey(body)
    const pending = undecided.get(key)
    const known = byInstance.get(key)
    const effect = pending && known?.get(pending.effect)
    if (!effect || pending.digest !== body.digest) return
    undecided.delete(key)
    const state = { approve: 'again', reject: 'refused', done: 'done' } as const
    known!.set(pending.effect, { ...effect, state: state[body.decision], outcome: body.edited })
  }

  return {
    event(body) {
      switch (body.type) {
        case 'effect-started': {
          const key = instanceKey(body)
          const known = byInstance.get(key) ?? new Map<string, KnownEffect>()
          byInstance.set(key, known)
          const times = (known.get(body.effect)?.times ?? 0) + 1
          known.set(body.effect, { attempt: body.attempt, state: 'started', times })
          return
        }
        case 'effect-ended': {
          const { attempt, effect, outcome, error: failure, unknown } = body
          const state = unknown ? 'unknown' : failure ? 'failed' : 'done'
          const known = byInstance.get(instanceKey(body))
          const times = known?.get(effect)?.times ?? 1
          known?.set(effect, { attempt, outcome, state, times, ...(failure ? { error: failure } : {}) })
          return
        }
        case 'node-waiting': {
          const { waitFor } = body
          if (waitFor.kind !== 'approval' || !waitFor.effect) return
          undecided.set(instanceKey(body), { effect: waitFor.effect.effect, digest: waitFor.digest })
          return
        }
        case 'approval-given':
          if (undecided.size > 0) decide(body)
          return
        case 'node-completed':
        case 'node-failed':
        case 'node-cancelled':
          if (!keepAll && byInstance.size > 0) byInstance.delete(instanceKey(body))
      }
    },
    of: (instance) => byInstance.get(instanceKey(instance)) ?? none,
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
  /** Records an event; fulfilled when it is stored. Absent in replays, where no effect may run. */
  record?: (body: RunEventBody) => Promise<void>
  /** Whether the node can wait for an approval. */
  canAsk: boolean
}

export interface NodeEffects {
  effect: PerformEffect
  /** True once the node has performed an effect. */
  readonly used: boolean
  /** The approval that the node needs before it can continue; it then runs again. */
  readonly approval: WaitFor | undefined
}

/** Creates the effects of one attempt. Effects that an earlier attempt completed are not repeated; failed ones are. */
export function nodeEffects(options: NodeEffectsOptions): NodeEffects {
  const { run, instance, attempt, round, known, signal, record, canAsk } = options
  const ordinals = new Map<string, number>()
  const place = { node: instance.node, ...(instance.scope?.length ? { scope: [...instance.scope] } : {}) }
  const fail = (problem: Problem): NodeError => new NodeError('permanent', problem)
  let used = false
  let approval: WaitFor | undefined

  const effect: PerformEffect = async (kind, request, perform, { unknown = 'unknown-fails' } = {}) => {
    used = true
    const invalid = notJson(request)
    if (invalid) throw fail(noJson(kind, 'request', invalid, instance.node))
    // The node runs again after the decision, even if it catches this error.
    if (approval) throw fail(unknownEffect(kind, instance.node))
    const digest = digestOf(request).slice(0, 16)
    const base = `${kind}-${digest}${round}`
    const ordinal = ordinals.get(base) ?? 0
    ordinals.set(base, ordinal + 1)
    const id = `${base}-${ordinal}`
    const before = known.get(id)
    if (before?.state === 'done') return before.outcome as never
    if (before?.state === 'failed' && before.attempt === attempt && before.error) {
      throw new NodeError(before.error.kind, before.error.problem)
    }
    if (!record) {
      const { node } = instance
      throw fail(error('effect.not-recorded', { effect: kind, node }, { where: { node } }))
    }
    const body = { ...place, attempt, effect: id }
    if (before && (before.state === 'started' || before.state === 'unknown')) {
      if (before.state === 'started') await record({ type: 'effect-ended', ...body, unknown: true })
      if (unknown === 'ask' && canAsk)
        approval = approvalOf(kind, request, { effect: id, attempt, times: before.times })
      if (unknown !== 'retry') throw fail(unknownEffect(kind, instance.node))
    }
    if (before?.state === 'refused') throw fail(refusedEffect(kind, instance.node))
    signal.throwIfAborted()
    await record({ type: 'effect-started', ...body, kind, request })
    let outcome
    try {
      outcome = await perform({ idempotencyKey: `${run}/${instanceKey(instance)}/${id}`, signal })
      // JSON has no `undefined`.
      outcome ??= null as never
      const invalid = notJson(outcome)
      if (invalid) throw fail(noJson(kind, 'result', invalid, instance.node))
    } catch (thrown) {
      await record({ type: 'effect-ended', ...body, error: toRunError(thrown, instance.node) })
      throw thrown
    }
    await record({ type: 'effect-ended', ...body, outcome })
    return outcome
  }
  return {
    effect,
    get used() {
      return used
    },
    get approval() {
      return approval
    },
  }
}

/**
 * The approval of an interrupted effect. Its digest includes the number of starts: each interruption needs a decision.
 */
function approvalOf(
  kind: string,
  request: Json,
  { effect, attempt, times }: { effect: string; attempt: number; times: number },
): WaitFor {
  const text = message('effect.ask', { effect: kind }) as unknown as Json
  const shown = { message: text, value: { kind: 'json', json: request }, effect, times }
  return { kind: 'approval', digest: digestOf(shown), shown, effect: { effect, attempt } }
}

const refusedEffect = (effect: string, node: string): Problem =>
  error('effect.refused', { effect }, { where: { node } })

const noJson = (effect: string, what: 'request' | 'result', { path, why }: NotJson, node: string): Problem => {
  const place: Text = path === '' ? message('json.it', {}) : path
  return error('effect.not-json', { effect, what, place, reason: why }, { where: { node } })
}

const unknownEffect = (effect: string, node: string): Problem =>
  error('effect.unknown', { effect }, { where: { node } })
