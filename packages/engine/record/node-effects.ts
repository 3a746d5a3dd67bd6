import type { NotJson } from '../not-json.ts'
import { message, type Text } from '@aw-flow/messages'
import { error, type Json, type RunError, type RunEventBody, type WaitFor, type Problem } from '@aw-flow/schema'
import { digestOf } from '../digest.ts'
import { NodeError } from '../node-error.ts'
import { notJson } from '../not-json.ts'
import { toRunError } from '../scheduler/after-failure.ts'
import { instanceKey, type NodeInstance } from './instance-key.ts'

/**
 * What is to be done about an effect that was begun and whose outcome nobody knows, since the process ended in between.
 * `retry`: do it again, with the same idempotency key. `unknown-fails`: fail the node and say so. `ask`: wait for a person,
 * who is shown the request and says that it is to be done again, what it came to, or that the node fails; where a node
 * cannot wait (a turn of a loop, undoing), it fails.
 */
export type UnknownPolicy = 'retry' | 'unknown-fails' | 'ask'

export interface EffectContext {
  /** The same each time that this very effect is tried again; to be handed to a service that knows such keys. */
  idempotencyKey: string
  signal: AbortSignal
}

/**
 * Does something outside (a request, a model, a file that is written, code) so that the record keeps what it came to: it
 * is recorded before it begins and when it has ended, and the outcome is answered from the record wherever the node runs
 * again. `request` says what is asked, as JSON without secrets: effects of equal kind and request in one node are told
 * apart by their order. `perform` answers JSON, or throws.
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
  /** `again`, `refused`: a person has decided so about one that was unknown. */
  state: 'started' | 'done' | 'failed' | 'unknown' | 'again' | 'refused'
  /** How often it was begun. */
  times: number
}

/** Effects by their ids. */
export interface KnownEffects {
  get(effect: string): KnownEffect | undefined
}

/** What a run's record says of effects, by node instance; kept up to date by being told every event. */
export interface RecordedEffects {
  event(body: RunEventBody): void
  of(instance: NodeInstance): KnownEffects
}

/** `keepAll`: also those of nodes that have ended. */
export function createRecordedEffects({ keepAll = false } = {}): RecordedEffects {
  const byInstance = new Map<string, Map<string, KnownEffect>>()
  const none: KnownEffects = new Map()
  /** What people are asked about, by node instance. */
  const asked = new Map<string, { effect: string; digest: string }>()

  const decide = (body: Extract<RunEventBody, { type: 'approval-given' }>): void => {
    const key = instanceKey(body)
    const question = asked.get(key)
    const known = byInstance.get(key)
    const effect = question && known?.get(question.effect)
    if (!effect || question.digest !== body.digest) return
    asked.delete(key)
    const state = { approve: 'again', reject: 'refused', done: 'done' } as const
    known!.set(question.effect, { ...effect, state: state[body.decision], outcome: body.edited })
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
          asked.set(instanceKey(body), { effect: waitFor.effect.effect, digest: waitFor.digest })
          return
        }
        case 'approval-given':
          if (asked.size > 0) decide(body)
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
  /** Which turn of a loop it is, as a part of its effects' ids. */
  round: string
  known: KnownEffects
  signal: AbortSignal
  /** Records an event; fulfilled when it is kept. Absent where nothing may be done anew: a replay. */
  record?: (body: RunEventBody) => Promise<void>
  /** Whether the node can wait for a person. */
  canAsk: boolean
}

export interface NodeEffects {
  effect: PerformEffect
  /** True once the node has reached outside by `effect`. */
  readonly used: boolean
  /** What a person is to be asked before the node can go on: it is run anew then. */
  readonly asks: WaitFor | undefined
}

/** The effects of one attempt. What an earlier attempt has done is not done again; what it failed in is. */
export function nodeEffects(options: NodeEffectsOptions): NodeEffects {
  const { run, instance, attempt, round, known, signal, record, canAsk } = options
  const ordinals = new Map<string, number>()
  const place = { node: instance.node, ...(instance.scope?.length ? { scope: [...instance.scope] } : {}) }
  const fail = (problem: Problem): NodeError => new NodeError('permanent', problem)
  let used = false
  let asks: WaitFor | undefined

  const effect: PerformEffect = async (kind, request, perform, { unknown = 'unknown-fails' } = {}) => {
    used = true
    const asked = notJson(request)
    if (asked) throw fail(noJson(kind, 'request', asked, instance.node))
    // Whatever the node makes of it, it is run anew when the person has answered.
    if (asks) throw fail(unknownEffect(kind, instance.node))
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
      if (unknown === 'ask' && canAsk) asks = question(kind, request, { effect: id, attempt, times: before.times })
      if (unknown !== 'retry') throw fail(unknownEffect(kind, instance.node))
    }
    if (before?.state === 'refused') throw fail(refusedEffect(kind, instance.node))
    signal.throwIfAborted()
    await record({ type: 'effect-started', ...body, kind, request })
    let outcome
    try {
      outcome = await perform({ idempotencyKey: `${run}/${instanceKey(instance)}/${id}`, signal })
      // What is kept of nothing is null.
      outcome ??= null as never
      const came = notJson(outcome)
      if (came) throw fail(noJson(kind, 'result', came, instance.node))
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
    get asks() {
      return asks
    },
  }
}

/** Shown as it will be decided about: one that is interrupted again is asked about anew. */
function question(
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
