import type { Text } from '@aw-flow/messages'
import { labelOf } from './plan/plan-node.ts'
import {
  error,
  type Config,
  type RunEventBody,
  type RunProgress,
  type Values,
  type WaitFor,
  issueMessage,
} from '@aw-flow/schema'
import type { Clock } from './clock.ts'
import type { RunArguments } from './define-node.ts'
import { evaluator, type Compile, type ExpressionReading } from './expressions/fill-settings.ts'
import type { Files } from './files.ts'
import { NodeError } from './node-error.ts'
import { placeOf } from './outcome-event.ts'
import type { Outside } from './outside/outside.ts'
import type { Patience } from './patience.ts'
import { countsSeed, drawsByChance } from './plan/node-key.ts'
import type { PlannedNode } from './plan/workflow-plan.ts'
import type { NodeInstance } from './record/instance-key.ts'
import { nodeEffects, type KnownEffects, type PerformEffect } from './record/node-effects.ts'
import type { Sandbox } from './sandbox.ts'
import type { Turn } from './scheduler/effects.ts'
import type { Tables } from './tables.ts'

/** What all attempts of a run have in common. */
export interface AttemptShell {
  run: string
  tables: Tables
  files: Files
  outside?: Outside
  sandbox?: Sandbox | undefined
  clock: Clock
  render(text: Text): string
  /** Aborted when the run is cancelled. */
  signal: AbortSignal
  /** With nodes that have no limit of their own. */
  patience: Patience
  /** Lists and objects that were found to be JSON. */
  json: WeakSet<object>
  compile: Compile
  seedOf(instance: NodeInstance): number
  /** When the attempt was recorded to begin. */
  startOf(instance: NodeInstance): number
  readingOf(instance: NodeInstance, inputs: Values): ExpressionReading
  /** Fulfilled when the values' tables are there; nothing where they are. */
  ready(values: Values): Promise<void> | undefined
  /** Records an event; fulfilled when it is kept. Absent where nothing may be done anew. */
  record: ((body: RunEventBody) => Promise<void>) | undefined
  post(body: RunEventBody): void
  onProgress: ((progress: RunProgress) => void) | undefined
}

export interface Attempt {
  planned: PlannedNode
  instance: NodeInstance
  attempt: number
  key: string
  inputs: Values
  /** The settings after `{{…}}` were filled, where there were some. */
  filled: Config | undefined
  turn: Turn | undefined
  /** Which try of it this is, 1 for the first: of the turn, where there is one. */
  tries: number
  /** Since its first attempt began. */
  spentMs: number
  /** What the record says of effects that this node has done before. */
  knownEffects: KnownEffects
}

/** What a node is run with. What few nodes ask for is made when it is asked for: a no-op node costs some microseconds. */
export class NodeArguments implements RunArguments<unknown> {
  readonly node: string
  readonly label: string
  readonly attempt: number
  readonly scope: readonly string[]
  readonly settings: unknown
  readonly inputs: Values
  readonly key: string
  readonly tables: Tables
  readonly isPassedOn: boolean
  readonly files: Files
  readonly outside: Outside
  readonly sandbox: Sandbox | undefined
  readonly signal: AbortSignal
  readonly turn: Turn | undefined
  readonly #shell: AttemptShell
  readonly #attempt: Attempt
  #effects: ReturnType<typeof nodeEffects> | undefined
  #drawn = false

  constructor(shell: AttemptShell, attempt: Attempt, signal: AbortSignal) {
    const { planned, instance } = attempt
    this.node = instance.node
    this.label = planned.node.data.label || instance.node
    this.attempt = attempt.attempt
    this.scope = instance.scope ?? []
    this.settings = settingsOf(planned, attempt.filled)
    this.inputs = attempt.inputs
    this.key = attempt.key
    this.tables = shell.tables
    this.isPassedOn = planned.isPassedOn
    this.files = shell.files
    this.outside = shell.outside ?? {}
    this.sandbox = shell.sandbox
    this.signal = signal
    this.turn = attempt.turn
    this.#shell = shell
    this.#attempt = attempt
  }

  get seed(): number {
    this.#drawn ||= !countsSeed(this.#attempt.planned.definition!, this.settings)
    return this.#shell.seedOf(this.#attempt.instance)
  }

  get clock(): Clock {
    const { clock, startOf } = this.#shell
    const { instance } = this.#attempt
    const now = (): number => {
      this.#drawn = true
      return startOf(instance)
    }
    return { now, elapsed: clock.elapsed, sleep: clock.sleep }
  }

  get evaluate(): RunArguments<unknown>['evaluate'] {
    const { readingOf, compile } = this.#shell
    const { instance, inputs } = this.#attempt
    const evaluate = evaluator(instance, () => readingOf(instance, inputs), compile)
    return (text, options) => {
      const isCounted = (): boolean => countsSeed(this.#attempt.planned.definition!, this.settings)
      if (readsTime.test(text) || (drawsByChance.test(text) && !isCounted())) this.#drawn = true
      return evaluate(text, options)
    }
  }

  /** Whether it has asked for the time, or for something random: then its outcome does not follow from its key alone. */
  get hasDrawn(): boolean {
    return this.#drawn
  }

  get effect(): PerformEffect {
    const { run, record } = this.#shell
    const { instance, attempt, knownEffects: known } = this.#attempt
    // A turn of a loop, what goes on after waiting, and undoing cannot wait in between.
    const canAsk = this.turn === undefined && attempt > 0
    const round = roundOf(this.turn)
    const own = { run, instance, attempt, round, known, canAsk, signal: this.signal, ...(record ? { record } : {}) }
    this.#effects ??= nodeEffects(own)
    return this.#effects.effect
  }

  /** What a person must decide before the node can be run: something outside was interrupted. */
  get asks(): WaitFor | undefined {
    return this.#effects?.asks
  }

  /** Whether it has done something outside. */
  get hasEffects(): boolean {
    return this.#effects?.used ?? false
  }

  get render(): RunArguments<unknown>['render'] {
    return this.#shell.render
  }

  get progress(): RunArguments<unknown>['progress'] {
    const { run, onProgress } = this.#shell
    const place = placeOf(this.#attempt.instance)
    return (done, total, unit, message) =>
      onProgress?.({
        run,
        ...place,
        done,
        unit,
        ...(total === undefined ? {} : { total }),
        ...(message === undefined ? {} : { message }),
      })
  }

  get log(): RunArguments<unknown>['log'] {
    const { post } = this.#shell
    const place = placeOf(this.#attempt.instance)
    return (level, message) => post({ type: 'node-logged', ...place, level, message })
  }
}

/** What tells equal effects of a loop's turns apart. What a node does after waiting goes on with what it did before. */
const roundOf = (turn: Turn | undefined): string =>
  turn?.kind === 'next' ? `-turn${turn.iteration}` : turn?.kind === 'collect' ? '-end' : ''

/** The functions of expressions that the run's clock stands behind. */
const readsTime = /\$(?:now|millis)\b/

/** Parses the settings after their expressions are evaluated. */
function settingsOf({ node, definition, settings, migratedFrom }: PlannedNode, filled: Config | undefined): unknown {
  if (!filled) return settings
  let config = filled
  let parsed = definition!.settings.safeParse(config)
  if (!parsed.success && migratedFrom !== undefined && definition!.migrate) {
    // The expressions were evaluated before the run was migrated.
    config = definition!.migrate(config, migratedFrom)
    parsed = definition!.settings.safeParse(config)
  }
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const setting = issue?.path.map(String).join('.') ?? ''
  const reason = issue ? issueMessage(issue, config) : ''
  const where = { node: node.id, setting }
  throw new NodeError(
    'permanent',
    error('node.invalid-setting', { setting, node: labelOf({ node }), reason, expressions: 'filled' }, { where }),
  )
}
