import type { NonJsonValue } from '../text/find-non-json-value.ts'
import { message, type Text } from '@aw-flow/messages'
import {
  defined,
  error,
  type Json,
  type RunError,
  type RunEventBody,
  type WaitCondition,
  type Problem,
} from '@aw-flow/schema'
import { digestJson } from '../digest.ts'
import { NodeError } from '../node/node-error.ts'
import { findNonJsonValue } from '../text/find-non-json-value.ts'
import { toRunError } from '../scheduler/create-failure-event.ts'
import { createInstanceKey, type NodeInstance } from './instance-key.ts'

/**
 * The policy for an effect whose outcome is unknown because the effect was interrupted. `retry`: perform the effect
 * again with the same idempotency key. `unknown-fails`: fail the node. `ask`: show the request to a reviewer, who has
 * the effect performed again, provides its result, or rejects it. If the node cannot wait, as in an iteration or a
 * compensation, it fails.
 *
 * @internal
 */
export type UnknownOutcomePolicy = 'retry' | 'unknown-fails' | 'ask'

/** The context passed to the function that performs an effect. @internal */
export interface EffectContext {
  /** A key that stays the same for all retries of the effect. Pass it to services that support idempotency keys. */
  idempotencyKey: string
  /** Aborted when the run is canceled or the effect times out. */
  signal: AbortSignal
  /** How many times the effect was started before without a known outcome. */
  unknownOutcomeCount: number
}

/** A reviewer's decision on a node's question. @public */
export interface QuestionDecision {
  /** The reviewer's decision. The question defines what `done` means. */
  decision: 'approve' | 'reject' | 'done'
  /** The value that the reviewer provides instead of the one shown. */
  edited?: Json
  /** The reviewer's comment. */
  comment?: string
}

/**
 * Asks the user and returns the recorded decision on exactly the content that was shown. Without a recorded decision,
 * the call rejects and the node waits. After the decision, the node runs again with its recorded effects.
 *
 * @param kind Identifies the question within the node, together with `shownContent` and its position among identical
 *   questions.
 * @param shownContent The content shown to the reviewer: `message` and `value`, as for approvals.
 * @param options.deadline The time in milliseconds since the Unix epoch at which the question is rejected if there is
 *   no decision.
 * @param options.text The message in `shownContent` as data, which allows reviewers to see it in their own language.
 * @public
 */
export type RequestDecision = (
  kind: string,
  shownContent: { readonly [key: string]: Json },
  options?: { deadline?: number | undefined; text?: Text | undefined },
) => Promise<QuestionDecision>

/**
 * Performs an external effect, such as a request, a language model call, a file write or code execution. Records its
 * start and its outcome. Whenever the node runs again, the recorded outcome is returned instead.
 *
 * @param request The request as JSON without secrets. Effects of a node that have the same kind and request are
 *   distinguished by their order.
 * @param perform Performs the effect. Returns JSON or throws.
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
  /** The policy if the effect is interrupted. Defaults to `unknown-fails`. */
  unknownOutcome?: UnknownOutcomePolicy
  /**
   * Set if the effect consists of other effects and questions of the node, each of which has its own policy. The effect
   * must be repeatable: it is performed again after waiting for one of them.
   */
  isComposite?: boolean
  /**
   * Aborted when the effect times out. The effect then ends with an unknown outcome, even if `perform`
   * continues. With the policy `ask`, the node waits for a decision.
   */
  signal?: AbortSignal | undefined
}

export interface KnownEffect {
  attempt: number
  outcome?: unknown
  error?: RunError
  /** `again` and `refused` are a reviewer's decisions on an effect with an unknown outcome. */
  state: 'started' | 'done' | 'failed' | 'unknown' | 'again' | 'refused'
  /** The number of times that the effect was started. */
  startCount: number
}

/** The known effects of a node instance, keyed by effect id. */
export interface KnownEffects {
  get(effect: string): KnownEffect | undefined
}

/**
 * Indexes the recorded effects of a run by node instance. Pass every event to `handleEvent`. With `retainsAll`, the index includes the effects of ended
 * nodes.
 */
export function createRecordedEffects({ retainsAll = false } = {}) {
  const effectsByInstance = new Map<string, Map<string, KnownEffect>>()
  const noEffects: KnownEffects = new Map()
  /** The effects that await a decision, keyed by node instance. */
  const pendingDecisions = new Map<
    string,
    NonNullable<Extract<WaitCondition, { kind: 'approval' }>['effect']> & { digest: string }
  >()

  const applyDecision = (body: Extract<RunEventBody, { type: 'approval-given' }>): void => {
    const key = createInstanceKey(body)
    const pendingDecision = pendingDecisions.get(key)
    if (!pendingDecision || pendingDecision.digest !== body.digest) return
    const effects = effectsByInstance.get(key) ?? new Map<string, KnownEffect>()
    if (pendingDecision.question) {
      pendingDecisions.delete(key)
      const { decision, edited, comment } = body
      const outcome = {
        decision,
        ...defined({ edited, comment }),
      }
      effectsByInstance.set(
        key,
        effects.set(pendingDecision.effect, {
          attempt: pendingDecision.attempt,
          state: 'done',
          startCount: 0,
          outcome,
        }),
      )
      return
    }
    const effect = effects.get(pendingDecision.effect)
    if (!effect) return
    pendingDecisions.delete(key)
    const stateByDecision = { approve: 'again', reject: 'refused', done: 'done' } as const
    effects.set(pendingDecision.effect, { ...effect, state: stateByDecision[body.decision], outcome: body.edited })
  }

  /** Rejects a node's question whose deadline has passed. */
  const rejectOverdueQuestion = (instance: NodeInstance): void => {
    const key = createInstanceKey(instance)
    const pendingDecision = pendingDecisions.get(key)
    if (!pendingDecision?.question) return
    pendingDecisions.delete(key)
    const outcome: QuestionDecision = { decision: 'reject', comment: 'Nobody decided before the deadline.' }
    const effects = effectsByInstance.get(key) ?? new Map<string, KnownEffect>()
    effectsByInstance.set(
      key,
      effects.set(pendingDecision.effect, { attempt: pendingDecision.attempt, state: 'done', startCount: 0, outcome }),
    )
  }

  return {
    handleEvent(body: RunEventBody): void {
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
          pendingDecisions.set(createInstanceKey(body), { ...waitFor.effect, digest: waitFor.digest })
          return
        }
        case 'approval-given':
          if (pendingDecisions.size > 0) applyDecision(body)
          return
        case 'wait-ended':
          if (body.reason === 'deadline' && pendingDecisions.size > 0) rejectOverdueQuestion(body)
          return
        case 'node-completed':
        case 'node-failed':
        case 'node-cancelled':
          if (!retainsAll && effectsByInstance.size > 0) effectsByInstance.delete(createInstanceKey(body))
      }
    },
    get: (instance: NodeInstance): KnownEffects => effectsByInstance.get(createInstanceKey(instance)) ?? noEffects,
  }
}

interface NodeEffectsOptions {
  run: string
  instance: NodeInstance
  attempt: number
  /** The suffix of effect ids in a loop iteration; empty otherwise. */
  iterationSuffix: string
  knownEffects: KnownEffects
  signal: AbortSignal
  /** Records an event and resolves when it is stored. Absent in replays, which must not perform effects. */
  record?: (body: RunEventBody) => Promise<void>
  /** Whether the node can wait for approval. */
  canWait: boolean
}

/** Functions that perform effects and ask questions for a node, or for a node in a run nested inside it. */
export interface EffectScope {
  effect: PerformEffect
  requestDecision: RequestDecision
  /** Returns the recorded decision on a question without asking it. */
  findDecision(kind: string, shownContent: Json): QuestionDecision | undefined
}

/** Returns the functions for effects whose ids start with a path. An empty path refers to the node's own effects. */
export type GetEffectScope = (path: string) => EffectScope

export interface NodeEffects {
  getEffectScope: GetEffectScope
  /** Whether the node has performed an effect or asked a question. */
  readonly hasEffects: boolean
  /** The approval that the node is waiting for, if any. The node runs again after the decision. */
  readonly approval: WaitCondition | undefined
}

/**
 * Creates the effect functions for one attempt. Effects that completed in an earlier attempt are not repeated; failed
 * effects are.
 */
export function createNodeEffects(options: NodeEffectsOptions): NodeEffects {
  const { run, instance, attempt, iterationSuffix, knownEffects: earlierEffects, signal, record, canWait } = options
  const ordinals = new Map<string, number>()
  const instanceFields = { node: instance.node, ...(instance.scope?.length ? { scope: [...instance.scope] } : {}) }
  const createPermanentError = (problem: Problem): NodeError => new NodeError('permanent', problem)
  let hasUsedEffects = false
  let approval: WaitCondition | undefined

  /** Returns the id of an effect or question. Identical effects and questions are distinguished by their order. */
  const createId = (path: string, kind: string, request: Json): string => {
    const idPrefix = `${path}${kind}-${digestJson(request).slice(0, 16)}${iterationSuffix}`
    const ordinal = ordinals.get(idPrefix) ?? 0
    ordinals.set(idPrefix, ordinal + 1)
    return `${idPrefix}-${ordinal}`
  }

  const createEffect =
    (path: string): PerformEffect =>
    async (
      kind,
      request,
      perform,
      { unknownOutcome = 'unknown-fails', isComposite = false, signal: timeoutSignal } = {},
    ) => {
      hasUsedEffects = true
      const invalidValue = findNonJsonValue(request)
      if (invalidValue) throw createPermanentError(createNotJsonProblem(kind, 'request', invalidValue, instance.node))
      // The node runs again after the decision, even if it catches this error.
      if (approval) throw createPermanentError(createUnknownEffectProblem(kind, instance.node))
      const id = createId(path, kind, request)
      const earlierEffect = earlierEffects.get(id)
      if (earlierEffect?.state === 'done') return earlierEffect.outcome as never
      if (earlierEffect?.state === 'failed' && earlierEffect.attempt === attempt && earlierEffect.error)
        throw new NodeError(earlierEffect.error.kind, earlierEffect.error.problem)
      const { node } = instance
      if (!record) throw createPermanentError(error('effect.not-recorded', { effect: kind, node }, { where: { node } }))
      const body = { ...instanceFields, attempt, effect: id }
      if (earlierEffect && (earlierEffect.state === 'started' || earlierEffect.state === 'unknown')) {
        if (earlierEffect.state === 'started') await record({ type: 'effect-ended', ...body, unknown: true })
        if (unknownOutcome === 'ask' && canWait)
          approval = createApproval(kind, request, { effect: id, attempt, startCount: earlierEffect.startCount })
        if (unknownOutcome !== 'retry') throw createPermanentError(createUnknownEffectProblem(kind, instance.node))
      }
      if (earlierEffect?.state === 'refused')
        throw createPermanentError(createRejectedEffectProblem(kind, instance.node))
      const effectSignal = timeoutSignal ? AbortSignal.any([signal, timeoutSignal]) : signal
      effectSignal.throwIfAborted()
      await record({ type: 'effect-started', ...body, kind, request })
      let outcome
      try {
        const idempotencyKey = `${run}/${createInstanceKey(instance)}/${id}`
        const unknownOutcomeCount = earlierEffect?.startCount ?? 0
        const work = perform({ idempotencyKey, signal: effectSignal, unknownOutcomeCount })
        // A composite effect ends when the effects that it consists of have ended.
        outcome = await (timeoutSignal && !isComposite ? rejectOnAbort(work, timeoutSignal) : work)
        if (isComposite && approval) throw createPermanentError(error('effect.waiting', { node: instance.node }))
        // JSON cannot represent `undefined`.
        outcome ??= null as never
        const invalidOutcome = findNonJsonValue(outcome)
        if (invalidOutcome) throw createPermanentError(createNotJsonProblem(kind, 'result', invalidOutcome, node))
      } catch (cause) {
        if (isComposite && approval) throw cause
        // If an action was aborted while in progress, a reviewer decides whether to repeat it.
        const isTimedOut = timeoutSignal?.aborted === true && !signal.aborted
        const isUnknown = isTimedOut || (unknownOutcome === 'ask' && signal.aborted)
        if (isTimedOut && unknownOutcome === 'ask' && canWait) {
          const startCount = (earlierEffect?.startCount ?? 0) + 1
          approval ??= createApproval(kind, request, { effect: id, attempt, startCount })
        }
        const endFields = isUnknown ? { unknown: true as const } : { error: toRunError(cause, instance.node) }
        await record({ type: 'effect-ended', ...body, ...endFields })
        throw isTimedOut && unknownOutcome !== 'retry'
          ? createPermanentError(createUnknownEffectProblem(kind, instance.node))
          : cause
      }
      await record({ type: 'effect-ended', ...body, outcome })
      return outcome
    }

  const createRequestDecision =
    (path: string): RequestDecision =>
    async (kind, shownContent, { deadline, text } = {}) => {
      hasUsedEffects = true
      const waitingError = createPermanentError(error('effect.waiting', { node: instance.node }))
      if (approval) throw waitingError
      const id = createId(path, kind, shownContent)
      const recordedDecision = earlierEffects.get(id)
      if (recordedDecision?.state === 'done') return recordedDecision.outcome as QuestionDecision
      if (!record || !canWait) throw createPermanentError(error('effect.cannot-ask', { node: instance.node }))
      const messageFields = text === undefined ? {} : { message: text as unknown as Json }
      const identifiedContent = { ...shownContent, ...messageFields, question: `${createInstanceKey(instance)}/${id}` }
      const questionEffect = { effect: id, attempt, question: true as const }
      approval = {
        kind: 'approval',
        digest: digestJson(identifiedContent),
        shown: identifiedContent,
        ...defined({ deadline }),
        effect: questionEffect,
      }
      throw waitingError
    }

  return {
    getEffectScope: (path) => ({
      effect: createEffect(path),
      requestDecision: createRequestDecision(path),
      findDecision(kind, shownContent) {
        const idPrefix = `${path}${kind}-${digestJson(shownContent).slice(0, 16)}${iterationSuffix}`
        const recordedDecision = earlierEffects.get(`${idPrefix}-${ordinals.get(idPrefix) ?? 0}`)
        return recordedDecision?.state === 'done' ? (recordedDecision.outcome as QuestionDecision) : undefined
      },
    }),
    get hasEffects() {
      return hasUsedEffects
    },
    get approval() {
      return approval
    },
  }
}

/** Waits for work to complete. Rejects when the signal is aborted, even if the work continues. */
async function rejectOnAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined
  const abortPromise = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, abortPromise])
  } finally {
    signal.removeEventListener('abort', onAbort!)
  }
}

/**
 * Creates the approval for an interrupted effect. Its digest includes the number of starts, because each interruption
 * needs its own decision.
 */
function createApproval(
  kind: string,
  request: Json,
  { effect, attempt, startCount }: { effect: string; attempt: number; startCount: number },
): WaitCondition {
  const text = message('effect.ask', { effect: kind }) as unknown as Json
  const shownContent = { message: text, value: { kind: 'json', json: request }, effect, times: startCount }
  return { kind: 'approval', digest: digestJson(shownContent), shown: shownContent, effect: { effect, attempt } }
}

const createRejectedEffectProblem = (effect: string, node: string): Problem =>
  error('effect.refused', { effect }, { where: { node } })

const createNotJsonProblem = (
  effect: string,
  subject: 'request' | 'result',
  { path, reason }: NonJsonValue,
  node: string,
): Problem => {
  const pathText: Text = path === '' ? message('json.the-value', {}) : path
  return error('effect.not-json', { effect, what: subject, place: pathText, reason }, { where: { node } })
}

const createUnknownEffectProblem = (effect: string, node: string): Problem =>
  error('effect.unknown', { effect }, { where: { node } })
