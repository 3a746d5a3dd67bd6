import { canonicalJson, error, type Json, type RunError, type RunEventBody } from '@aw-flow/schema'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { NodeError } from '../node-error.ts'
import { toRunError } from '../scheduler/after-failure.ts'
import { instanceKey, type NodeInstance } from './instance-key.ts'

/**
 * What is to be done about an effect that was begun and whose outcome nobody knows, since the process ended in between.
 * `retry`: do it again, with the same idempotency key. `unknown-fails`: fail the node and say so.
 */
export type UnknownPolicy = 'retry' | 'unknown-fails'

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
  state: 'started' | 'done' | 'failed' | 'unknown'
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
  return {
    event(body) {
      switch (body.type) {
        case 'effect-started': {
          const key = instanceKey(body)
          const known = byInstance.get(key) ?? new Map<string, KnownEffect>()
          byInstance.set(key, known)
          known.set(body.effect, { attempt: body.attempt, state: 'started' })
          return
        }
        case 'effect-ended': {
          const { attempt, effect, outcome, error: failure, unknown } = body
          const state = unknown ? 'unknown' : failure ? 'failed' : 'done'
          byInstance
            .get(instanceKey(body))
            ?.set(effect, { attempt, outcome, state, ...(failure ? { error: failure } : {}) })
          return
        }
        case 'node-completed':
        case 'node-failed':
        case 'node-cancelled':
          if (!keepAll) byInstance.delete(instanceKey(body))
      }
    },
    of: (instance) => byInstance.get(instanceKey(instance)) ?? none,
  }
}

interface NodeEffectsOptions {
  run: string
  instance: NodeInstance
  attempt: number
  known: KnownEffects
  signal: AbortSignal
  /** Records an event; fulfilled when it is kept. Absent where nothing may be done anew: a replay. */
  record?: (body: RunEventBody) => Promise<void>
}

/**
 * The effects of one attempt. What an earlier attempt has done is not done again; what it failed in is. `used` says
 * whether there was any.
 */
export function nodeEffects({ run, instance, attempt, known, signal, record }: NodeEffectsOptions): {
  effect: PerformEffect
  readonly used: boolean
} {
  const ordinals = new Map<string, number>()
  const place = { node: instance.node, ...(instance.scope?.length ? { scope: [...instance.scope] } : {}) }
  const fail = (problem: Parameters<typeof error>): NodeError => new NodeError('permanent', error(...problem))
  let used = false

  const effect: PerformEffect = async (kind, request, perform, { unknown = 'unknown-fails' } = {}) => {
    used = true
    const digest = bytesToHex(sha256(utf8ToBytes(canonicalJson(request))).subarray(0, 8))
    const base = `${kind}-${digest}`
    const ordinal = ordinals.get(base) ?? 0
    ordinals.set(base, ordinal + 1)
    const id = `${base}-${ordinal}`
    const before = known.get(id)
    if (before?.state === 'done') return before.outcome as never
    if (before?.state === 'failed' && before.attempt === attempt && before.error) {
      throw new NodeError(before.error.kind, before.error.problem)
    }
    if (!record) {
      const message = `The record does not hold what "${kind}" of node "${instance.node}" came to.`
      throw fail(['effect.not-recorded', message, { where: { node: instance.node }, hint: 'Run the workflow again.' }])
    }
    const body = { ...place, attempt, effect: id }
    if (before && (before.state === 'started' || before.state === 'unknown')) {
      if (before.state === 'started') await record({ type: 'effect-ended', ...body, unknown: true })
      if (unknown === 'unknown-fails') throw fail(unknownEffect(kind, instance.node))
    }
    signal.throwIfAborted()
    await record({ type: 'effect-started', ...body, kind, request })
    let outcome
    try {
      outcome = await perform({ idempotencyKey: `${run}/${instanceKey(instance)}/${id}`, signal })
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
  }
}

const unknownEffect = (kind: string, node: string): Parameters<typeof error> => [
  'effect.unknown',
  `The run was interrupted while "${kind}" was under way: whether it was carried out cannot be known.`,
  {
    where: { node },
    hint: 'Look at the other side whether it was done; then run from here, or fork the run with its outcome.',
  },
]
