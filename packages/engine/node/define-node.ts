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
  Workflow,
} from '@aw-flow/schema'
import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { DataKind, SideEffects } from '../data-flow.ts'
import type { Files } from '../files.ts'
import type { HostFunction } from '../outside/host-functions.ts'
import type { ExternalServices } from '../outside/outside.ts'
import type { PerformEffect, RequestDecision } from '../record/node-effects.ts'
import type { RunNested } from '../run-nested.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Continuation } from '../scheduler/effects.ts'
import type { Scalar, StatementError, Tables } from '../tables.ts'

/**
 * Information that is available before a run, besides settings and inputs.
 *
 * @public
 */
export interface DescribeContext {
  /** Returns the preview of a dataset, if there is one. */
  preview(dataset: string): DatasetPreview | undefined
  /** Returns whether a dataset exists; absent or `undefined` if this is unknown before a run. */
  has?(dataset: string): boolean | undefined
  /**
   * Checks a SQL statement over inputs with these columns. Returns the error, or `undefined` if the statement is valid
   * or has not been checked yet. Absent if no database is available.
   */
  checkStatement?(
    statement: string,
    inputs: Readonly<Record<string, readonly Column[]>>,
    parameters: Readonly<Record<string, Scalar>>,
  ): StatementError | undefined
  /** Returns a node type; absent if the catalog is unknown. */
  nodeType?(type: string): NodeDefinition | undefined
  /** Returns another workflow by the name that the workflow uses for it; absent if other workflows are unknown. */
  findWorkflow?(name: string): Workflow | undefined
  /** The functions of the host that agents can call; absent if they are unknown. */
  functions?: readonly HostFunction[]
  /**
   * External services (keys of `ExternalServices`) that are not available where the workflow would run. Absent if
   * unknown.
   */
  lacks?: readonly (keyof ExternalServices)[]
}

/**
 * The arguments of `describe`.
 *
 * @public
 */
export interface DescribeArguments<Settings> {
  /** The settings after the schema has parsed them. */
  settings: Settings
  /** Connected inputs by port name. */
  inputs: Readonly<Record<string, PortDescription>>
  /** Information that is available before a run. */
  context: DescribeContext
  /** The dataset that the next run reads if settings and inputs contain none. Default: unknown. */
  runDataset?: string
  /** Kinds of data that the inputs may contain. Default: none. */
  reads?: readonly DataKind[]
}

/**
 * Facts about a node's outputs that are known before a run.
 *
 * @public
 */
export interface Description {
  /** Known facts about the outputs, by port name. */
  outputs: Record<string, PortDescription>
  /** A summary of these settings in one or two lines, for the card of the node on the canvas. */
  summary: Text
  /** The problems that a run would have, such as a missing column. */
  problems?: Problem[]
}

/**
 * The arguments of `run`.
 *
 * @public
 */
export interface RunArguments<Settings> {
  /** The id of the node, for the location of problems. */
  node: string
  /** The enclosing loops and sub-workflows as "<node id>#<iteration>", outermost first. */
  scope: readonly string[]
  /** The name of the node in messages: its label, or its id if it has none. */
  label: string
  /** The number of the attempt, from 1. */
  attempt: number
  /** The settings after the schema has parsed them, with `{{…}}` evaluated. */
  settings: Settings
  /** Values by port name; required ports always have one. */
  inputs: Readonly<Record<string, Value>>
  /** The derivation key of the outputs; ids of new tables begin with it. */
  key: string
  /** Creates and reads tables. */
  tables: Tables
  /** True if only one node reads the output, and it composes statements. The output table may then be deferred. */
  isPassedOn?: boolean
  /** The stored datasets. */
  files: Files
  /** The external services that the host provides, such as HTTP requests or mail. Use them only within an `effect`. */
  services: ExternalServices
  /**
   * The sandbox for untrusted code; absent if the host has none.
   *
   * @beta
   */
  sandbox: Sandbox | undefined
  /**
   * Kinds of data that the inputs may contain.
   *
   * @beta
   */
  reads: readonly DataKind[]
  /**
   * Returns a node type in the run's catalog.
   *
   * @beta
   */
  nodeType(type: string): NodeDefinition | undefined
  /** The clock of the run; use it instead of `Date.now()`. */
  clock: Clock
  /** The seed for everything random in this node, derived from the run's seed and the node's id. */
  seed: number
  /** Aborted when the run is canceled or the attempt exceeds its timeout. */
  signal: AbortSignal
  /**
   * Performs an external effect, such as a request, a language model call or writing a file. Records its outcome, so
   * that it is performed only once. Everything else must be determined by the arguments. `clock.now()` returns the
   * start time of the attempt, even if the node runs again.
   */
  effect: PerformEffect
  /**
   * Asks the user. The node waits for the decision and then runs again, so everything before must be an effect or
   * follow from the arguments.
   *
   * @beta
   */
  requestDecision: RequestDecision
  /**
   * Runs a workflow inside the node. Its effects and approvals belong to the node.
   *
   * @beta
   */
  runNested: RunNested
  /**
   * Returns a workflow that the node named in `workflowNames`, as it was when the run started.
   *
   * @beta
   */
  findWorkflow(name: string): Workflow | undefined
  /**
   * The reason that a node runs again: a loop starts its next iteration or collects its results, or a node's wait has
   * ended. Absent in the first run of the node.
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
  /** Reports the progress to observers; `total` is `undefined` if it is unknown. Not recorded. */
  progress(done: number, total: number | undefined, unit: 'rows' | 'bytes' | 'steps', message?: Text): void
  /** Writes a line to the log of the run. */
  log(level: 'debug' | 'info' | 'warning' | 'error', message: Text): void
  /** Renders a message in English for values and other systems, such as a request body or a notification. */
  render(text: Text): string
}

/**
 * The result of a node. A node fails by throwing a `NodeError`.
 *
 * @public
 */
export interface NodeResult {
  /** The values of the outputs, by port name. */
  outputs: Record<string, Value>
  /** A report for the results drawer, in addition to the outputs. */
  report?: NodeReport
  /** Warnings and notes. An error must be thrown as a `NodeError`. */
  problems?: Problem[]
  /** The active output ports. Nodes after inactive ports are skipped. Default: all ports are active. */
  taken?: readonly string[]
  /**
   * The condition that the node waits for before it continues; requires `control` 'approval', 'delay' or
   * 'wait-for-event'.
   */
  wait?: WaitFor
  /**
   * For the next iteration of a loop: `outputs` are passed to the body, and `of` is the number of iterations, if known.
   * A result without `iterate` ends the loop.
   */
  iterate?: { of?: number }
}

/**
 * The special behavior of a node in the engine. `for-each`, `while`: a loop, whose `body` names its ports.
 * `sub-workflow`: another workflow runs inside it. `approval`, `delay`, `wait-for-event`: it may wait. `error-handler`:
 * without an incoming edge, it starts when all other nodes have ended and one has failed. `variable`: later nodes can
 * read its output by name. All others run like any node and choose their active outputs with `taken`.
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
 * The arguments of `compensate`: the arguments of `run`, with the inputs and outputs of the completed node.
 *
 * @beta
 */
export interface CompensateArguments<Settings> extends Omit<RunArguments<Settings>, 'attempt' | 'continuation'> {
  /** The values that `run` returned, by port name. */
  outputs: Readonly<Record<string, Value>>
}

/**
 * The definition of a node type. Register it with `createCatalog`.
 *
 * @public
 */
export interface NodeDefinition<Schema extends z.ZodType = z.ZodType> {
  /** The unique name, in kebab-case, such as `filter-rows`. Stored in workflows, so it must not change. */
  type: string
  /** From 1. Increase it when the outputs change for equal settings and inputs: derivation keys contain it. */
  version: number
  /** The group in the palette. */
  family: NodeFamily
  /** The English title. */
  title: string
  /** One English sentence for the palette. */
  description: string
  /** The name of a Lucide icon, in kebab-case. */
  icon: string
  /** The input ports, in drawing order. */
  inputs: readonly Port[]
  /** The output ports, in drawing order. */
  outputs: readonly Port[]
  /** The schema of the settings for form, engine and server. A setting without a default is required. */
  settings: Schema
  /**
   * Settings that are JSONata expressions, for `evaluate`. The values that they read are part of the derivation key.
   */
  expressions?: readonly string[]
  /** Names that the node provides to its expressions, in addition to those that all nodes can read. */
  providedNames?: readonly string[]
  /** Settings where `{{…}}` is not evaluated, such as documents with placeholders of their own. */
  verbatim?: readonly string[]
  /**
   * The special behavior of the node in the engine.
   *
   * @beta
   */
  control?: Control
  /** Catalogs of its messages, by language; see `defineMessages`. */
  messages?: MessageCatalogs
  /** The ports for these settings, if they are not always `inputs` and `outputs`. */
  ports?(settings: z.output<Schema>): { inputs: readonly Port[]; outputs: readonly Port[] }
  /** For a loop: the ports that lead into its body (outputs) and back from it (inputs). */
  body?: { outputs: readonly string[]; inputs: readonly string[] }
  /** For a loop: the number of parallel iterations, and whether it continues after a failed one. */
  loop?(settings: z.output<Schema>): { parallel: number; keepGoing: boolean }
  /** For a sub-workflow: its document, or the name that the host knows it by. */
  inside?(settings: z.output<Schema>): { document: unknown } | { name: string }
  /** The names of other workflows that the node runs with `runNested`, for `RunArguments.findWorkflow`. */
  workflowNames?(settings: z.output<Schema>): readonly string[]
  /** For a variable node: the name of the variable. */
  variable?(settings: z.output<Schema>): string
  /**
   * The condition for running the node if several edges lead to it; a node's own setting takes precedence. Default:
   * `all`.
   */
  join?: Join | ((settings: z.output<Schema>) => Join)
  /** Migrates settings of an older version of this type. */
  migrate?(settings: Config, from: number): Config
  /** The version of settings whose node has no `typeVersion`. Default: the newest version. */
  assumedVersion?: number
  /** Describes the outputs before a run. Must be synchronous and fast: it runs after each edit. */
  describe(args: DescribeArguments<z.output<Schema>>): Description
  /**
   * Returns the values that the outputs depend on, if these are not simply the settings and inputs. For example, a file
   * results in the same table whether it is selected in a setting or passed to an input.
   */
  derivation?(args: { settings: z.output<Schema>; inputs: Readonly<Record<string, Value>> }): unknown
  /**
   * The node uses `args.seed`: its derivation key includes the seed of the run, so that runs with the same seed share
   * results. Results of a type that uses the seed without declaring it are never reused.
   */
  seeded?: true
  /** The node reads each input table once, with `tables.relation`, so that deferred inputs need not be materialized. */
  composes?: true | ((settings: z.output<Schema>) => boolean)
  /**
   * Kinds of data in its outputs, in addition to the kinds in its inputs; for the check of agents that read untrusted
   * text, have private data and cause effects.
   */
  reads?:
    | readonly DataKind[]
    | ((settings: z.output<Schema>, context: Pick<DescribeContext, 'nodeType' | 'findWorkflow'>) => readonly DataKind[])
  /** Its side effects. Default: `none`. */
  effects?: SideEffects | ((settings: z.output<Schema>) => SideEffects)
  /** For effects: the settings that define their target, such as the URL of a request. */
  targets?: readonly string[]
  /** `never`: other runs do not reuse the node's result, even if the derivation key is the same. */
  reuse?: 'never'
  /**
   * Computes the outputs. Fails by throwing a `NodeError`. A `TablesError` of `tables` also fails the node; any other
   * error is reported as an internal one.
   */
  run(args: RunArguments<z.output<Schema>>): Promise<NodeResult>
  /**
   * Runs instead of `run` in a preview, for nodes whose run sends requests: returns outputs without them, and may state
   * what a run would do as problems of severity `info`. Its first input is not sampled if its rows are known.
   *
   * @beta
   */
  preview?(args: RunArguments<z.output<Schema>>): Promise<NodeResult>
  /**
   * Undoes the effects of `run`. Called after the run failed, in reverse order of completion.
   *
   * @beta
   */
  compensate?(args: CompensateArguments<z.output<Schema>>): Promise<void>
}

/**
 * Returns the definition unchanged, with the type of the settings inferred from their schema.
 *
 * @example
 * const limitNode = defineNode({
 *   type: 'acme.limit',
 *   version: 1,
 *   family: 'tables',
 *   title: 'Limit',
 *   description: 'Keeps the first rows.',
 *   icon: 'list-end',
 *   inputs: [{ name: 'table', type: 'table', required: true }],
 *   outputs: [{ name: 'table', type: 'table' }],
 *   settings: z.strictObject({ rows: z.number().int().default(100) }),
 *   describe: ({ inputs }) => ({ outputs: { table: inputs.table ?? { type: 'table' } }, summary: '' }),
 *   async run({ inputs, settings, tables, key, signal }) {
 *     const input = inputs.table
 *     if (input?.kind !== 'table') throw new TypeError('The input is not a table.')
 *     const select = sql`SELECT * FROM ${name(tableName(input.table.id))} LIMIT ${settings.rows}`
 *     const table = await tables.create(select, { id: `${key}:table`, signal })
 *     return { outputs: { table: { kind: 'table', table } } }
 *   },
 * })
 * @public
 */
export const defineNode = <Schema extends z.ZodType>(definition: NodeDefinition<Schema>): NodeDefinition<Schema> =>
  definition

/**
 * Returns the columns of a table input, or `undefined` while they are unknown.
 *
 * @example
 * describe: ({ inputs }) => ({
 *   outputs: { table: { type: 'table', columns: inputColumns(inputs, 'table') ?? [] } },
 *   summary: '',
 * })
 * @public
 */
export const inputColumns = (inputs: Readonly<Record<string, PortDescription>>, port: string): Column[] | undefined =>
  inputs[port]?.columns
