import type { Text } from '@aw-flow/messages'
import { getNodeLabel } from '../plan/plan-node.ts'
import {
  error,
  defined,
  type Config,
  type RunEventBody,
  type RunProgress,
  type Values,
  type WaitCondition,
  type Workflow,
} from '@aw-flow/schema'
import { toIssueMessage } from '@aw-flow/schema/internal'
import type { Clock } from '../clock.ts'
import type { DataKind } from '../data-flow.ts'
import type { NodeDefinition, RunArguments } from './define-node.ts'
import { createEvaluator, type CachedCompiler, type ExpressionContext } from '../expressions/fill-settings.ts'
import type { Files } from '../files.ts'
import { NodeError } from './node-error.ts'
import { toInstanceFields } from '../outcome-event.ts'
import { createAgentPath, nestMemory } from '../outside/agent-memory.ts'
import type { ExternalServices } from '../outside/outside.ts'
import type { GracePeriod } from '../grace-period.ts'
import { dependsOnSeed, randomFunctionPattern } from '../plan/node-key.ts'
import type { PlannedNode } from '../plan/workflow-plan.ts'
import { createInstanceKey, type NodeInstance } from '../record/instance-key.ts'
import {
  createNodeEffects,
  type GetEffectScope,
  type KnownEffects,
  type NodeEffects,
  type EffectScope,
  type PerformEffect,
  type RequestDecision,
} from '../record/node-effects.ts'
import type { RunNested } from '../nested-run.ts'
import type { StartNestedRun } from '../run-nested.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Continuation } from '../scheduler/effects.ts'
import type { Tables } from '../tables.ts'

/** State and functions shared by all attempts of a run. */
export interface AttemptEnvironment {
  run: string
  tables: Tables
  files: Files
  services?: ExternalServices
  sandbox?: Sandbox | undefined
  clock: Clock
  render(text: Text): string
  /** Aborted when the run is canceled. */
  signal: AbortSignal
  /** The grace period for nodes without their own timeout. */
  gracePeriod: GracePeriod
  /** Lists and objects that have already been validated as JSON. */
  validatedJson: WeakSet<object>
  compile: CachedCompiler
  deriveSeed(instance: NodeInstance): number
  /** Returns the recorded start time of the attempt. */
  getStartTime(instance: NodeInstance): number
  createExpressionContext(instance: NodeInstance, inputs: Values): ExpressionContext
  /** Resolves once all tables among the values exist. Returns `undefined` if they already do. */
  ensureTables(values: Values): Promise<void> | undefined
  /** Records an event and resolves when it is stored. Absent in replays, which must not perform effects. */
  record: ((body: RunEventBody) => Promise<void>) | undefined
  post(body: RunEventBody): void
  /** Returns the kinds of data that a node's inputs may contain. */
  findInputDataKinds(planned: PlannedNode): readonly DataKind[]
  getNodeType(type: string): NodeDefinition | undefined
  findWorkflow(name: string): Workflow | undefined
  /** Runs a workflow inside a node. */
  startNested: StartNestedRun
  /** For a run nested in a node of another run: returns the functions for that node's effects. */
  getEffectScope: GetEffectScope | undefined
  onProgress: ((progress: RunProgress) => void) | undefined
}

export interface Attempt {
  planned: PlannedNode
  instance: NodeInstance
  attempt: number
  key: string
  inputs: Values
  /** The settings with `{{…}}` evaluated. Absent if they contain none. */
  filled: Config | undefined
  continuation: Continuation | undefined
  /** The attempt number for the retry policy, starting at 1. A continuation counts its own attempts. */
  retryAttempt: number
  /** Milliseconds since the node's first attempt started. */
  elapsedMs: number
  /** The recorded effects of the node's earlier attempts. */
  knownEffects: KnownEffects
}

/**
 * The arguments passed to a node. Rarely used arguments are created lazily, so that a no-op node takes only
 * microseconds.
 */
export class NodeArguments implements RunArguments<unknown> {
  readonly node: string
  readonly label: string
  readonly attempt: number
  readonly scope: readonly string[]
  readonly settings: unknown
  readonly inputs: Values
  readonly key: string
  readonly tables: Tables
  readonly canDeferOutput: boolean
  readonly files: Files
  readonly services: ExternalServices
  readonly sandbox: Sandbox | undefined
  readonly signal: AbortSignal
  readonly continuation: Continuation | undefined
  readonly #environment: AttemptEnvironment
  readonly #attempt: Attempt
  #effects: NodeEffects | undefined
  #isNondeterministic = false
  #hasOuterEffects = false

  constructor(environment: AttemptEnvironment, attempt: Attempt, signal: AbortSignal) {
    const { planned, instance } = attempt
    this.node = instance.node
    this.label = planned.node.data.label || instance.node
    this.attempt = attempt.attempt
    this.scope = instance.scope ?? []
    this.settings = parseSettings(planned, attempt.filled)
    this.inputs = attempt.inputs
    this.key = attempt.key
    this.tables = environment.tables
    this.canDeferOutput = planned.canDeferOutput
    this.files = environment.files
    this.services = environment.services ?? {}
    this.sandbox = environment.sandbox
    this.signal = signal
    this.continuation = attempt.continuation
    this.#environment = environment
    this.#attempt = attempt
  }

  get seed(): number {
    this.#isNondeterministic ||= !dependsOnSeed(this.#attempt.planned.definition!, this.settings)
    return this.#environment.deriveSeed(this.#attempt.instance)
  }

  get clock(): Clock {
    const { clock, getStartTime } = this.#environment
    const { instance } = this.#attempt
    const readStartTime = (): number => {
      this.#isNondeterministic = true
      return getStartTime(instance)
    }
    return { now: readStartTime, elapsed: clock.elapsed, sleep: clock.sleep }
  }

  get evaluate(): RunArguments<unknown>['evaluate'] {
    const { createExpressionContext, compile } = this.#environment
    const { instance, inputs } = this.#attempt
    const evaluate = createEvaluator(instance, () => createExpressionContext(instance, inputs), compile)
    return (text, options) => {
      const isSeedInKey = (): boolean => dependsOnSeed(this.#attempt.planned.definition!, this.settings)
      if (timeFunctionPattern.test(text) || (randomFunctionPattern.test(text) && !isSeedInKey()))
        this.#isNondeterministic = true
      return evaluate(text, options)
    }
  }

  /**
   * Whether the node has read the time or random values, which means that its outcome does not depend on its key alone.
   */
  get isNondeterministic(): boolean {
    return this.#isNondeterministic
  }

  get reads(): readonly DataKind[] {
    return this.#environment.findInputDataKinds(this.#attempt.planned)
  }

  get getNodeType(): RunArguments<unknown>['getNodeType'] {
    return this.#environment.getNodeType
  }

  get effect(): PerformEffect {
    return this.#createEffectScope('').effect
  }

  get requestDecision(): RequestDecision {
    return this.#createEffectScope('').requestDecision
  }

  get findWorkflow(): RunArguments<unknown>['findWorkflow'] {
    return this.#environment.findWorkflow
  }

  get runNested(): RunNested {
    const { startNested, getStartTime } = this.#environment
    const { instance } = this.#attempt
    return (workflow, { id, inputs, isRepeatable = false, signal: timeoutSignal }) =>
      startNested({
        workflow,
        inputs,
        id: `${createInstanceKey(instance)}/${id}`,
        services: nestMemory(this.services, `${createAgentPath(this)}/${workflow.name}`),
        getEffectScope: (path) =>
          applyNestedOptions(this.#createEffectScope(`${id}/${path}`), isRepeatable, timeoutSignal),
        now: getStartTime(instance),
        signal: timeoutSignal ? AbortSignal.any([this.signal, timeoutSignal]) : this.signal,
      })
  }

  #createEffectScope(path: string): EffectScope {
    const { getEffectScope } = this.#environment
    if (!getEffectScope) return this.#nodeEffects.getEffectScope(path)
    this.#hasOuterEffects = true
    return getEffectScope(`${createInstanceKey(this.#attempt.instance)}${toEffectSuffix(this.continuation)}/${path}`)
  }

  get #nodeEffects(): NodeEffects {
    const { run, record } = this.#environment
    const { instance, attempt, knownEffects: earlierEffects } = this.#attempt
    // Continuations and compensations cannot wait.
    const canWait = this.continuation === undefined && attempt > 0
    const iterationSuffix = toEffectSuffix(this.continuation)
    const context = defined({
      run,
      instance,
      attempt,
      iterationSuffix,
      knownEffects: earlierEffects,
      canWait,
      signal: this.signal,
      record,
    })
    this.#effects ??= createNodeEffects(context)
    return this.#effects
  }

  /** The approval required before the node can run, because an effect was interrupted. */
  get approval(): WaitCondition | undefined {
    return this.#effects?.approval
  }

  /** Whether the node has performed an effect. */
  get hasEffects(): boolean {
    return this.#hasOuterEffects || (this.#effects?.hasEffects ?? false)
  }

  get render(): RunArguments<unknown>['render'] {
    return this.#environment.render
  }

  get reportProgress(): RunArguments<unknown>['reportProgress'] {
    const { run, onProgress } = this.#environment
    const instanceFields = toInstanceFields(this.#attempt.instance)
    return (completed, total, unit, message) =>
      onProgress?.({ run, ...instanceFields, done: completed, unit, ...defined({ total, message }) })
  }

  get log(): RunArguments<unknown>['log'] {
    const { post } = this.#environment
    const instanceFields = toInstanceFields(this.#attempt.instance)
    return (level, message) => post({ type: 'node-logged', ...instanceFields, level, message })
  }
}

/**
 * Returns the suffix that distinguishes identical effects in different iterations. After a wait, it is empty, so that
 * the effects continue the numbering from before the wait.
 */
const toEffectSuffix = (continuation: Continuation | undefined): string =>
  continuation?.kind === 'next' ? `-turn${continuation.iteration}` : continuation?.kind === 'collect' ? '-end' : ''

/**
 * Applies the options of a nested run to its effects. An effect whose outcome is unknown does not fail the outer node:
 * the effect is retried, or the user decides. Its own signal or the nested workflow's signal can abort the effect.
 */
const applyNestedOptions = (
  effectScope: EffectScope,
  isRepeatable: boolean,
  timeoutSignal: AbortSignal | undefined,
): EffectScope => ({
  ...effectScope,
  effect: (kind, request, perform, options = {}) => {
    const unknownOutcome = isRepeatable || options.unknownOutcome === 'retry' ? 'retry' : 'ask'
    const signal =
      options.signal && timeoutSignal
        ? AbortSignal.any([options.signal, timeoutSignal])
        : (options.signal ?? timeoutSignal)
    return effectScope.effect(kind, request, perform, { ...options, unknownOutcome, signal })
  },
})

/** Matches expression functions that read the clock. */
const timeFunctionPattern = /\$(?:now|millis)\b/

/** Parses the settings again after their expressions were evaluated. */
function parseSettings(
  { node, definition, settings, migratedFrom }: PlannedNode,
  filledSettings: Config | undefined,
): unknown {
  if (!filledSettings) return settings
  let config = filledSettings
  let parseResult = definition!.settings.safeParse(config)
  if (!parseResult.success && migratedFrom !== undefined && definition!.migrate) {
    // The expressions were evaluated before the settings were migrated.
    config = definition!.migrate(config, migratedFrom)
    parseResult = definition!.settings.safeParse(config)
  }
  if (parseResult.success) return parseResult.data
  const [issue] = parseResult.error.issues
  const setting = issue?.path.map(String).join('.') ?? ''
  const reason = issue ? toIssueMessage(issue, config) : ''
  const where = { node: node.id, setting }
  throw new NodeError(
    'permanent',
    error('node.invalid-setting', { setting, node: getNodeLabel({ node }), reason, expressions: 'filled' }, { where }),
  )
}
