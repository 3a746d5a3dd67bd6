import type { NonJson } from '../text/find-non-json-value.ts'
import { message, type Text } from '@aw-flow/messages'
import { error, type Json, type RunError, type RunEventBody, type WaitFor, type Problem } from '@aw-flow/schema'
import { digestJson } from '../digest.ts'
import { NodeError } from '../node/node-error.ts'
import { findNonJsonValue } from '../text/find-non-json-value.ts'
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
  /** A key that is the same for each retry of the effect. Pass it to services that support idempotency keys. */
  idempotencyKey: string
  /** Aborted when the run is canceled, and at the time limit of the effect. */
  signal: AbortSignal
  /** The number of interrupted starts of the same effect, whose outcome is unknown. */
  lostStarts: number
}

/** A reviewer's answer to a question of a node. @public */
export interface QuestionDecision {
  /** The reviewer's decision. The question defines the meaning of `done`. */
  decision: 'approve' | 'reject' | 'done'
  /** Replaces the value that was shown. */
  edited?: Json
  /** The comment of the reviewer. */
  comment?: string
}

/**
 * Asks the user, and returns the recorded decision about exactly the value that was shown. Without a decision, the call
 * rejects and the node waits; after the decision, the node runs again with its recorded effects.
 *
 * @param kind Distinguishes questions of a node, together with `shown` and their order.
 * @param shown The content that the reviewer sees: `message` and `value`, as for approvals.
 * @param options.deadline A time in ms since the Unix epoch. Without a decision until then, the question is rejected.
 * @param options.text The message of `shown` as data. Reviewers see it in their own language.
 * @public
 */
export type RequestDecision = (
  kind: string,
  shown: { readonly [key: string]: Json },
  options?: { deadline?: number | undefined; text?: Text | undefined },
) => Promise<QuestionDecision>

/**
 * Performs an external effect (a request, a language model call, writing a file, running code). Its start and its
 * outcome are recorded, and the recorded outcome is returned whenever the node runs again.
 *
 * @param request The request, as JSON without secrets. Effects of equal kind and request in one node are distinguished
 * by their order.
 * @param perform Returns JSON, or throws.
 * @public
 */
export type PerformEffect = <Outcome extends Json>(
  kind: string,
  request: Json,
  perform: (context: EffectContext) => Promise<Outcome>,
  options?: EffectOptions,
) => Promise<Outcome>

/** @public */
export interface EffectOptions {
  /** The policy for an interrupted effect. Default: `unknown-fails`. */
  unknown?: UnknownPolicy
  /**
   * The effect consists of other effects and questions of the node, which have their own policies. It must be
   * repeatable, and it is performed again after a wait for one of them.
   */
  isComposite?: boolean
  /**
   * Aborted at a time limit of this effect. The effect then ends with an unknown outcome, even if `perform` continues;
   * with the policy `ask`, the node waits for a decision.
   */
  signal?: AbortSignal | undefined
}

export interface KnownEffect {
  attempt: number
  outcome?: unknown
  error?: RunError
  /** `again`, `refused`: a reviewer's decision about an effect with an unknown outcome. */
  state: 'started' | 'done' | 'failed' | 'unknown' | 'again' | 'refused'
  /** The number of times that the effect was started. */
  startCount: number
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

/** Creates an index of effects. With `keepAll`, it keeps the effects of nodes that have ended. */
export function createRecordedEffects({ keepAll = false } = {}): RecordedEffects {
  const effectsByInstance = new Map<string, Map<string, KnownEffect>>()
  const noEffects: KnownEffects = new Map()
  /** Effects that wait for a decision, by node instance. */
  const undecided = new Map<
    string,
    NonNullable<Extract<WaitFor, { kind: 'approval' }>['effect']> & { digest: string }
  >()

  const decide = (body: Extract<RunEventBody, { type: 'approval-given' }>): void => {
    const key = createInstanceKey(body)
    const pending = undecided.get(key)
    if (!pending || pending.digest !== body.digest) return
    const effects = effectsByInstance.get(key) ?? new Map<string, KnownEffect>()
    if (pending.question) {
      undecided.delete(key)
      const { decision, edited, comment } = body
      const outcome = {
        decision,
        ...(edited === undefined ? {} : { edited }),
        ...(comment === undefined ? {} : { comment }),
      }
      effectsByInstance.set(
        key,
        effects.set(pending.effect, { attempt: pending.attempt, state: 'done', startCount: 0, outcome }),
      )
      return
    }
    const effect = effects.get(pending.effect)
    if (!effect) return
    undecided.delete(key)
    const state = { approve: 'again', reject: 'refused', done: 'done' } as const
    effects.set(pending.effect, { ...effect, state: state[body.decision], outcome: body.edited })
  }

  /** Rejects the question of a node whose deadline has passed. */
  const rejectOverdueQuestion = (instance: NodeInstance): void => {
    const key = createInstanceKey(instance)
    const pending = undecided.get(key)
    if (!pending?.question) return
    undecided.delete(key)
    const outcome: QuestionDecision = { decision: 'reject', comment: 'Nobody decided before the deadline.' }
    const effects = effectsByInstance.get(key) ?? new Map<string, KnownEffect>()
    effectsByInstance.set(
      key,
      effects.set(pending.effect, { attempt: pending.attempt, state: 'done', startCount: 0, outcome }),
    )
  }

  return {
    handleEvent(body) {
      switch (body.type) {
        case 'effect-started': {
          const key = createInstanceKey(body)
          const effects = effectsByInstance.get(key) ?? new Map<string, KnownEffect>()
          effectsByInstance.set(key, effects)
          const startCount = (effects.get(body.effect)?.startCount ?? 0) + 1
          effects.set(body.effect, { attempt: body.attempt, state: 'started', startCount })
          return
        }
        case 'effect-ended': {
          const { attempt, effect, outcome, error: failure, unknown } = body
          const state = unknown ? 'unknown' : failure ? 'failed' : 'done'
          const effects = effectsByInstance.get(createInstanceKey(body))
          const startCount = effects?.get(effect)?.startCount ?? 1
          effects?.set(effect, { attempt, outcome, state, startCount, ...(failure ? { error: failure } : {}) })
          return
        }
        case 'node-waiting': {
          const { waitFor } = body
          if (waitFor.kind !== 'approval' || !waitFor.effect) return
          undecided.set(createInstanceKey(body), { ...waitFor.effect, digest: waitFor.digest })
          return
        }
        case 'approval-given':
          if (undecided.size > 0) decide(body)
          return
        case 'wait-ended':
          if (body.reason === 'deadline' && undecided.size > 0) rejectOverdueQuestion(body)
          return
        case 'node-completed':
        case 'node-failed':
        case 'node-cancelled':
          if (!keepAll && effectsByInstance.size > 0) effectsByInstance.delete(createInstanceKey(body))
      }
    },
    get: (instance) => effectsByInstance.get(createInstanceKey(instance)) ?? noEffects,
  }
}

interface NodeEffectsOptions {
  run: string
  instance: NodeInstance
  attempt: number
  /** Suffix of the effect ids in an iteration of a loop; otherwise empty. */
  iterationSuffix: string
  known: KnownEffects
  signal: AbortSignal
  /** Records an event; resolves when it is stored. Absent in replays, where no effect may run. */
  record?: (body: RunEventBody) => Promise<void>
  /** Whether the node can wait for an approval. */
  canAsk: boolean
}

/** Effects and questions of a node, or of a node in a run inside it. */
export interface PathEffects {
  effect: PerformEffect
  requestDecision: RequestDecision
  /** Returns the recorded decision about a question without asking it. */
  findDecision(kind: string, shown: Json): QuestionDecision | undefined
}

/** Returns the effects whose ids begin with a path; '' for the effects of the node itself. */
export type FindEffects = (path: string) => PathEffects

export interface NodeEffects {
  at: FindEffects
  /** True once the node has performed an effect. */
  readonly hasEffects: boolean
  /** The approval that the node needs before it can continue; it then runs again. */
  readonly approval: WaitFor | undefined
}

/**
 * Creates the effects of one attempt. Effects that completed in an earlier attempt are not repeated; failed ones are.
 */
export function createNodeEffects(options: NodeEffectsOptions): NodeEffects {
  const { run, instance, attempt, iterationSuffix, known, signal, record, canAsk } = options
  const ordinals = new Map<string, number>()
  const instanceFields = { node: instance.node, ...(instance.scope?.length ? { scope: [...instance.scope] } : {}) }
  const createPermanentError = (problem: Problem): NodeError => new NodeError('permanent', problem)
  let isUsed = false
  let approval: WaitFor | undefined

  /** Returns the id of an effect or a question: equal ones are distinguished by their order. */
  const createId = (path: string, kind: string, request: Json): string => {
    const base = `${path}${kind}-${digestJson(request).slice(0, 16)}${iterationSuffix}`
    const ordinal = ordinals.get(base) ?? 0
    ordinals.set(base, ordinal + 1)
    return `${base}-${ordinal}`
  }

  const createEffect =
    (path: string): PerformEffect =>
    async (kind, request, perform, { unknown = 'unknown-fails', isComposite = false, signal: limit } = {}) => {
      isUsed = true
      const invalid = findNonJsonValue(request)
      if (invalid) throw createPermanentError(createNotJsonProblem(kind, 'request', invalid, instance.node))
      // The node runs again after the decision, even if it catches this error.
      if (approval) throw createPermanentError(createUnknownEffectProblem(kind, instance.node))
      const id = createId(path, kind, request)
      const knownEffect = known.get(id)
      if (knownEffect?.state === 'done') return knownEffect.outcome as never
      if (knownEffect?.state === 'failed' && knownEffect.attempt === attempt && knownEffect.error) {
        throw new NodeError(knownEffect.error.kind, knownEffect.error.problem)
      }
      if (!record) {
        const { node } = instance
        throw createPermanentError(error('effect.not-recorded', { effect: kind, node }, { where: { node } }))
      }
      const body = { ...instanceFields, attempt, effect: id }
      if (knownEffect && (knownEffect.state === 'started' || knownEffect.state === 'unknown')) {
        if (knownEffect.state === 'started') await record({ type: 'effect-ended', ...body, unknown: true })
        if (unknown === 'ask' && canAsk)
          approval = createApproval(kind, request, { effect: id, attempt, times: knownEffect.startCount })
        if (unknown !== 'retry') throw createPermanentError(createUnknownEffectProblem(kind, instance.node))
      }
      if (knownEffect?.state === 'refused') throw createPermanentError(createRejectedEffectProblem(kind, instance.node))
      const effectSignal = limit ? AbortSignal.any([signal, limit]) : signal
      effectSignal.throwIfAborted()
      await record({ type: 'effect-started', ...body, kind, request })
      let outcome
      try {
        const idempotencyKey = `${run}/${createInstanceKey(instance)}/${id}`
        const work = perform({ idempotencyKey, signal: effectSignal, lostStarts: knownEffect?.startCount ?? 0 })
        // A composite effect ends with the effects that it consists of.
        outcome = await (limit && !isComposite ? rejectOnAbort(work, limit) : work)
        if (isComposite && approval) throw createPermanentError(error('effect.waits', { node: instance.node }))
        // JSON has no `undefined`.
        outcome ??= null as never
        const invalid = findNonJsonValue(outcome)
        if (invalid) throw createPermanentError(createNotJsonProblem(kind, 'result', invalid, instance.node))
      } catch (thrown) {
        if (isComposite && approval) throw thrown
        // If an action was aborted while in progress, a reviewer decides whether it is repeated.
        const isOverLimit = limit?.aborted === true && !signal.aborted
        const isUnknown = isOverLimit || (unknown === 'ask' && signal.aborted)
        if (isOverLimit && unknown === 'ask' && canAsk) {
          const times = (knownEffect?.startCount ?? 0) + 1
          approval ??= createApproval(kind, request, { effect: id, attempt, times })
        }
        const endFields = isUnknown ? { unknown: true as const } : { error: toRunError(thrown, instance.node) }
        await record({ type: 'effect-ended', ...body, ...endFields })
        throw isOverLimit && unknown !== 'retry'
          ? createPermanentError(createUnknownEffectProblem(kind, instance.node))
          : thrown
      }
      await record({ type: 'effect-ended', ...body, outcome })
      return outcome
    }

  const createRequest =
    (path: string): RequestDecision =>
    async (kind, shown, { deadline, text } = {}) => {
      isUsed = true
      const waitingError = createPermanentError(error('effect.waits', { node: instance.node }))
      if (approval) throw waitingError
      const id = createId(path, kind, shown)
      const recordedDecision = known.get(id)
      if (recordedDecision?.state === 'done') return recordedDecision.outcome as QuestionDecision
      if (!record || !canAsk) throw createPermanentError(error('effect.cannot-ask', { node: instance.node }))
      const messageFields = text === undefined ? {} : { message: text as unknown as Json }
      const identifiedContent = { ...shown, ...messageFields, question: `${createInstanceKey(instance)}/${id}` }
      const questionEffect = { effect: id, attempt, question: true as const }
      approval = {
        kind: 'approval',
        digest: digestJson(identifiedContent),
        shown: identifiedContent,
        ...(deadline === undefined ? {} : { deadline }),
        effect: questionEffect,
      }
      throw waitingError
    }

  return {
    at: (path) => ({
      effect: createEffect(path),
      requestDecision: createRequest(path),
      findDecision(kind, shown) {
        const base = `${path}${kind}-${digestJson(shown).slice(0, 16)}${iterationSuffix}`
        const recordedDecision = known.get(`${base}-${ordinals.get(base) ?? 0}`)
        return recordedDecision?.state === 'done' ? (recordedDecision.outcome as QuestionDecision) : undefined
      },
    }),
    get hasEffects() {
      return isUsed
    },
    get approval() {
      return approval
    },
  }
}

/** Waits for work; rejects once the signal is aborted, even if the work continues. */
async function rejectOnAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort!)
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
  const shownContent = { message: text, value: { kind: 'json', json: request }, effect, times }
  return { kind: 'approval', digest: digestJson(shownContent), shown: shownContent, effect: { effect, attempt } }
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
