import type { MessageCatalogs, Text } from '@aw-flow/messages'
import type {
  Column,
  Config,
  DatasetPreview,
  Join,
  Json,
  NodeFamily,
  NodeReport,
  Port,
  PortDescription,
  Problem,
  Value,
  WaitFor,
} from '@aw-flow/schema'
import type { z } from 'zod'
import type { Clock } from './clock.ts'
import type { Files } from './files.ts'
import type { Outside } from './outside/outside.ts'
import type { PerformEffect } from './record/node-effects.ts'
import type { Sandbox } from './sandbox.ts'
import type { Continuation } from './scheduler/effects.ts'
import type { Scalar, StatementFault, Tables } from './tables.ts'

/**
 * What is known at design time beside settings and inputs.
 *
 * @public
 */
export interface DescribeContext {
  /** The preview of a dataset, if it has been previewed. */
  preview(dataset: string): DatasetPreview | undefined
  /** Whether a dataset exists here; absent or `undefined` if that is unknown before a run. */
  has?(dataset: string): boolean | undefined
  /**
   * What is wrong with a SQL statement over inputs with these columns. Absent if there is no database; `undefined` if the
   * statement is valid, or has not been checked yet.
   */
  checkStatement?(
    statement: string,
    inputs: Readonly<Record<string, readonly Column[]>>,
    parameters: Readonly<Record<string, Scalar>>,
  ): StatementFault | undefined
  /** Ports of the outside world that are not available where it would run; absent if unknown. */
  lacks?: readonly (keyof Outside)[]
}

/**
 * What `describe` gets.
 *
 * @public
 */
export interface DescribeArguments<Settings> {
  settings: Settings
  /** Connected inputs by port name. */
  inputs: Readonly<Record<string, PortDescription>>
  context: DescribeContext
}

/**
 * The outputs of a node, as far as they are known before anything runs.
 *
 * @public
 */
export interface Description {
  outputs: Record<string, PortDescription>
  /** What the node does with these settings, in one or two lines, for its card on the canvas. */
  summary: Text
  problems?: Problem[]
}

/**
 * What `run` gets.
 *
 * @public
 */
export interface RunArguments<Settings> {
  /** The id of the node, for the place of problems. */
  node: string
  /** The loops and sub-workflows around it: "<node id>#<iteration>", outermost first. */
  scope: readonly string[]
  /** The name of the node in messages: its label, or its id if it has none. */
  label: string
  /** The number of the attempt, from 1. */
  attempt: number
  settings: Settings
  /** Values by port name; required ports always have one. */
  inputs: Readonly<Record<string, Value>>
  /** The derivation key of the outputs; ids of new tables begin with it. */
  key: string
  tables: Tables
  /** Only one node reads the output, and it composes statements: the output table may be deferred. */
  isPassedOn?: boolean
  files: Files
  /** The outside world, as far as the host provides it. Use it only within an `effect`. */
  outside: Outside
  /**
   * The sandbox for untrusted code; absent if the host has none.
   *
   * @beta
   */
  sandbox: Sandbox | undefined
  clock: Clock
  /** The seed for everything random in this node, derived from the seed of the run and the node's id. */
  seed: number
  signal: AbortSignal
  /**
   * Performs an external effect and records its outcome, so that it runs only once: a request, a call of a language
   * model, a file that is written. Everything else must follow from the arguments; `clock.now()` is the time at which the
   * attempt started, also when it is run again.
   */
  effect: PerformEffect
  /**
   * Why a node runs again: a loop for its next iteration or to collect its results, a waiting node because its wait
   * ended. Absent the first time.
   *
   * @beta
   */
  continuation: Continuation | undefined
  /**
   * Evaluates a JSONata expression. It can read outputs of earlier nodes by id, variables, `run`, and the values of
   * `given`, which take precedence. Rejects with a `NodeError` that names the setting.
   */
  evaluate(
    expression: string,
    options: { setting: string; given?: Readonly<Record<string, unknown>> },
  ): Promise<Json | undefined>
  progress(done: number, total: number | undefined, unit: 'rows' | 'bytes' | 'steps', message?: Text): void
  log(level: 'debug' | 'info' | 'warning' | 'error', message: Text): void
  /** Renders a text in English for values and other systems, such as a request body or a notification. */
  render(text: Text): string
}

/**
 * The result of a node. A node fails by throwing a `NodeError`.
 *
 * @public
 */
export interface NodeResult {
  outputs: Record<string, Value>
  report?: NodeReport
  problems?: Problem[]
  /** The active output ports; nodes after the others are skipped. Default: all. */
  taken?: readonly string[]
  /** What the node waits for before it continues; requires `control` 'approval', 'delay' or 'wait-for-event'. */
  wait?: WaitFor
  /**
   * Of a loop that was asked for its next iteration: `outputs` go into the body, and `of` is the number of iterations, if
   * known. A loop that returns a result without it has no further iteration.
   */
  iterate?: { of?: number }
}

/**
 * How the engine treats a node beside running it. `for-each`, `while`: a loop, whose `body` names its ports.
 * `sub-workflow`: another workflow runs inside it. `approval`, `delay`, `wait-for-event`: it may wait. `error-handler`:
 * without an incoming edge, it starts when all other nodes have ended and one has failed. `variable`: later nodes can read
 * its output by name. The others run like any node and choose their active outputs by `taken`.
 *
 * @beta
 */
export type Control =
  | 'condition'
  | 'switch'
  | 'merge'
  | 'variable'
  | 'for-each'
  | 'while'
  | 'sub-workflow'
  | 'approval'
  | 'delay'
  | 'wait-for-event'
  | 'error-handler'

/**
 * Inputs and outputs of a node when it completed, for undoing its effects.
 *
 * @beta
 */
export interface CompensateArguments<Settings> extends Omit<RunArguments<Settings>, 'turn' | 'attempt'> {
  outputs: Readonly<Record<string, Value>>
}

/**
 * The definition of a node type. Register it with `createCatalogue`.
 *
 * @public
 */
export interface NodeDefinition<Schema extends z.ZodType = z.ZodType> {
  type: string
  version: number
  family: NodeFamily
  title: string
  description: string
  /** The name of a Lucide icon, in kebab-case. */
  icon: string
  inputs: readonly Port[]
  outputs: readonly Port[]
  /** The schema of the settings for form, engine and server. A setting without a default is required. */
  settings: Schema
  /** Settings that are JSONata expressions, for `evaluate`. The values that they read are part of the derivation key. */
  expressions?: readonly string[]
  /** Names that the node provides to its expressions, beside those that all nodes can read. */
  providedNames?: readonly string[]
  /** Settings in which `{{…}}` is not evaluated, such as documents with placeholders of their own. */
  verbatim?: readonly string[]
  /**
   * How the engine treats the node beside running it.
   *
   * @beta
   */
  control?: Control
  /** Catalogs of its messages, by language; see `defineMessages`. */
  messages?: MessageCatalogs
  /** The ports for these settings, if they are not always `inputs` and `outputs`. */
  ports?(settings: z.output<Schema>): { inputs: readonly Port[]; outputs: readonly Port[] }
  /** Of a loop: the ports that lead into its body (outputs) and back from it (inputs). */
  body?: { outputs: readonly string[]; inputs: readonly string[] }
  /** Of a loop: the number of parallel iterations, and whether it continues after a failed one. */
  loop?(settings: z.output<Schema>): { parallel: number; keepGoing: boolean }
  /** Of a sub-workflow: its document, or the name under which the host knows it. */
  inside?(settings: z.output<Schema>): { document: unknown } | { name: string }
  /** Of a variable node: the name of the variable. */
  variable?(settings: z.output<Schema>): string
  /** When it runs if several edges lead to it; the setting of a node takes precedence. Default: `all`. */
  join?: Join | ((settings: z.output<Schema>) => Join)
  /** Migrates settings of an older version of this type. */
  migrate?(settings: Config, from: number): Config
  describe(args: DescribeArguments<z.output<Schema>>): Description
  /**
   * What the outputs depend on, if that is not simply the settings and inputs: the same file selected in a setting or
   * passed to an input results in the same table.
   */
  derivation?(args: { settings: z.output<Schema>; inputs: Readonly<Record<string, Value>> }): unknown
  /**
   * The node uses `args.seed`: its derivation key includes the seed of the run, so that runs with the same seed share
   * results. Results of a type that uses the seed without declaring it are never reused.
   */
  seeded?: true
  /** It reads each input table once by `tables.relation`, so that deferred inputs need not be materialized. */
  composes?: true | ((settings: z.output<Schema>) => boolean)
  /** `never`: its result is not reused by other runs, even with the same derivation key. */
  reuse?: 'never'
  run(args: RunArguments<z.output<Schema>>): Promise<NodeResult>
  /**
   * Undoes the effects of `run`. Called after the run failed, in reverse order of completion.
   *
   * @beta
   */
  compensate?(args: CompensateArguments<z.output<Schema>>): Promise<void>
}

/**
 * Returns the definition; infers the type of the settings from their schema.
 *
 * @public
 */
export const defineNode = <Schema extends z.ZodType>(definition: NodeDefinition<Schema>): NodeDefinition<Schema> =>
  definition

/**
 * The columns of a table input, or `undefined` while they are unknown.
 *
 * @public
 */
export const inputColumns = (inputs: Readonly<Record<string, PortDescription>>, port: string): Column[] | undefined =>
  inputs[port]?.columns
