import type { MessageCatalogs, Text } from '@aw-flow/messages'
import type {
  Column,
  Config,
  Json,
  NodeFamily,
  NodeReport,
  Port,
  PortDescription,
  Problem,
  Value,
  WaitCondition,
  Workflow,
} from '@aw-flow/schema'
import type { DatasetPreview, Join } from '@aw-flow/schema/internal'
import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { DataKind, SideEffects } from '../data-flow.ts'
import type { Files } from '../files.ts'
import type { InsertionPlace } from '../expressions/insert-value.ts'
import type { HostFunction } from '../outside/host-functions.ts'
import type { ExternalServices } from '../outside/outside.ts'
import type { PerformEffect, RequestDecision } from '../record/node-effects.ts'
import type { RunNested } from '../nested-run.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Continuation } from '../scheduler/effects.ts'
import type { Scalar, StatementError, Tables } from '../tables.ts'

/**
 * Information available before a run, in addition to the settings and inputs.
 *
 * @public
 */
export interface DescribeContext {
  /** Returns the preview of a dataset, if available. */
  findPreview(dataset: string): DatasetPreview | undefined
  /** Returns whether a dataset exists. Absent, or returns `undefined`, if this cannot be known before a run. */
  hasDataset?(dataset: string): boolean | undefined
  /**
   * Checks a SQL statement against inputs with the given columns. Returns the error, or `undefined` if the statement is
   * valid or has not been checked yet. Absent if no database is available.
   */
  checkStatement?(
    statement: string,
    inputs: Readonly<Record<string, readonly Column[]>>,
    parameters: Readonly<Record<string, Scalar>>,
  ): StatementError | undefined
  /** Returns the definition of a node type. Absent if the catalog is unknown. */
  getNodeType?(type: string): NodeDefinition | undefined
  /**
   * Returns another workflow by the name that this workflow uses for it. Absent if other workflows are unknown.
   */
  findWorkflow?(name: string): Workflow | undefined
  /** The host functions that agents can call. Absent if unknown. */
  functions?: readonly HostFunction[]
  /**
   * The external services (keys of `ExternalServices`) that are unavailable where the workflow would run. Absent if
   * unknown.
   */
  unavailableServices?: readonly (keyof ExternalServices)[]
}

/**
 * The arguments of `describe`.
 *
 * @public
 */
export interface DescribeArguments<Settings> {
  /** The settings as parsed by the schema. */
  settings: Settings
  /** The connected inputs, keyed by port name. */
  inputs: Readonly<Record<string, PortDescription>>
  /** Information available before a run. */
  context: DescribeContext
  /** The dataset that the next run reads if neither settings nor inputs specify one. Absent if unknown. */
  runDataset?: string
  /** The kinds of data that the inputs may contain. Defaults to none. */
  reads?: readonly DataKind[]
}

/**
 * Information about a node that is available before a run.
 *
 * @public
 */
export interface Description {
  /** Known properties of the outputs, keyed by port name. */
  outputs: Record<string, PortDescription>
  /** A summary of the settings in one or two lines, shown on the node's card on the canvas. */
  summary: Text
  /** Problems that a run would encounter, such as a missing column. */
  problems?: Problem[]
}

/**
 * The arguments of `run`.
 *
 * @public
 */
export interface RunArguments<Settings> {
  /** The node's id, used to locate problems. */
  node: string
  /** The enclosing loops and sub-workflows as `<node id>#<iteration>`, outermost first. */
  scope: readonly string[]
  /** The node's name in messages: its label, or its id if it has no label. */
  label: string
  /** The attempt number, starting at 1. */
  attempt: number
  /** The settings as parsed by the schema, with `{{…}}` evaluated. */
  settings: Settings
  /** The input values, keyed by port name. Required ports always have a value. */
  inputs: Readonly<Record<string, Value>>
  /** The derivation key of the outputs. The ids of new tables start with it. */
  key: string
  /** Creates and reads tables. */
  tables: Tables
  /**
   * Whether exactly one node reads the output and that node composes statements. The output table may then be deferred.
   */
  canDeferOutput?: boolean
  /** The stored datasets. */
  files: Files
  /** The external services that the host provides, such as HTTP requests or email. Use them only within an `effect`. */
  services: ExternalServices
  /**
   * The sandbox for untrusted code. Absent if the host has none.
   *
   * @beta
   */
  sandbox: Sandbox | undefined
  /**
   * The kinds of data that the inputs may contain.
   *
   * @beta
   */
  reads: readonly DataKind[]
  /**
   * Returns the definition of a node type in the run's catalog.
   *
   * @beta
   */
  getNodeType(type: string): NodeDefinition | undefined
  /** The run's clock. Use it instead of `Date.now()`. */
  clock: Clock
  /** The seed for all randomness in this node, derived from the run's seed and the node's id. */
  seed: number
  /** Aborted when the run is canceled or the attempt times out. */
  signal: AbortSignal
  /**
   * Performs an external effect, such as a request, a language model call or a file write, and records its outcome so
   * that it is performed only once. Everything else must depend only on the arguments. `clock.now()` returns the
   * attempt's start time, even if the node runs again.
   */
  effect: PerformEffect
  /**
   * Asks the user for a decision. The node waits for it and then runs again from the start, so everything before this
   * call must be an effect or depend only on the arguments.
   *
   * @beta
   */
  requestDecision: RequestDecision
  /**
   * Runs a workflow inside the node. Its effects and approvals belong to this node.
   *
   * @beta
   */
  runNested: RunNested
  /**
   * Returns a workflow named by `workflowNames`, as it was when the run started.
   *
   * @beta
   */
  findWorkflow(name: string): Workflow | undefined
  /**
   * Why the node runs again: a loop starts its next iteration or collects its results, or a wait has ended.
   * Absent in the node's first run.
   *
   * @beta
   */
  continuation: Continuation | undefined
  /**
   * Evaluates a JSONata expression. It can read variables, `run`, the outputs of earlier nodes (by node id), and the
   * values in `extraValues`, which take precedence. Rejects with a `NodeError` that names the setting.
   */
  evaluate(
    expression: string,
    options: { setting: string; extraValues?: Readonly<Record<string, unknown>> },
  ): Promise<Json | undefined>
  /** Reports progress to observers. `total` is `undefined` if unknown. Progress is not recorded. */
  reportProgress(completed: number, total: number | undefined, unit: 'rows' | 'bytes' | 'steps', message?: Text): void
  /** Writes a line to the run's log. */
  log(level: 'debug' | 'info' | 'warning' | 'error', message: Text): void
  /**
   * Renders a message in English for use in values and by other systems, such as in a request body or a notification.
   */
  render(text: Text): string
}

/**
 * The result of a node. A node fails by throwing a `NodeError`.
 *
 * @public
 */
export interface NodeResult {
  /** The output values, keyed by port name. */
  outputs: Record<string, Value>
  /** A report to show in the results drawer, in addition to the outputs. */
  report?: NodeReport
  /** Warnings and notices. Throw errors as a `NodeError` instead. */
  problems?: Problem[]
  /** The active output ports. Nodes connected only to inactive ports are skipped. Defaults to all ports. */
  taken?: readonly string[]
  /**
   * The condition that the node waits for before it continues. Requires `control` to be `approval`, `delay` or
   * `wait-for-event`.
   */
  wait?: WaitCondition
  /**
   * For a loop: starts another iteration with `outputs` as the inputs of its body. `totalIterations` is the number of
   * iterations in total, if known. A result without `iterate` ends the loop.
   */
  iterate?: { totalIterations?: number }
}

/**
 * How the engine treats a node. `for-each` and `while` are loops, whose `body` names the ports. `sub-workflow` runs
 * another workflow inside the node. `approval`, `delay` and `wait-for-event` may wait. An `error-handler` without an
 * incoming edge starts when all other nodes have ended and at least one has failed. `variable` lets later nodes read
 * its output by name. Nodes with any other value run like ordinary nodes and select their active outputs with `taken`.
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
 * The arguments of `compensate`: those of `run`, plus the outputs of the completed node.
 *
 * @beta
 */
export interface CompensateArguments<Settings> extends Omit<RunArguments<Settings>, 'attempt' | 'continuation'> {
  /** The output values that `run` returned, keyed by port name. */
  outputs: Readonly<Record<string, Value>>
}

/**
 * Defines a node type. Register it with `createCatalog`.
 *
 * @public
 */
export interface NodeDefinition<Schema extends z.ZodType = z.ZodType> {
  /** The unique name in kebab-case, such as `filter-rows`. Workflows store it, so it must not change. */
  type: string
  /**
   * The version of the node type, starting at 1. Increase it when the same settings and inputs produce different
   * outputs, because derivation keys contain it.
   */
  version: number
  /** The group that the node type belongs to in the palette. */
  family: NodeFamily
  /** The English title. */
  title: string
  /** A one-sentence description in English, shown in the palette. */
  description: string
  /** The name of a Lucide icon in kebab-case. */
  icon: string
  /** The input ports, in display order. */
  inputs: readonly Port[]
  /** The output ports, in display order. */
  outputs: readonly Port[]
  /** The settings schema, used by the form, the engine and the server. A setting without a default is required. */
  settings: Schema
  /**
   * Settings that hold JSONata expressions for `evaluate`. The values that they read are part of the derivation key.
   */
  expressions?: readonly string[]
  /** Names that the node provides to its expressions, in addition to the names that all nodes can read. */
  providedNames?: readonly string[]
  /**
   * Settings in which `{{…}}` is not evaluated, such as documents with their own placeholders, or parts of them, such as
   * `plan.columns`.
   */
  verbatim?: readonly string[]
  /**
   * Returns the settings in which values of `{{…}}` are escaped for their place, given the settings in the document.
   * Values in other texts are inserted unchanged.
   *
   * @beta
   */
  insertionPlaces?(config: Config): Readonly<Record<string, InsertionPlace>>
  /**
   * How the engine treats the node, if it is not an ordinary node.
   *
   * @beta
   */
  control?: Control
  /** The message catalogs, keyed by language; see `defineMessages`. */
  messages?: MessageCatalogs
  /** Returns the ports for the given settings. Absent if they are always `inputs` and `outputs`. */
  ports?(settings: z.output<Schema>): { inputs: readonly Port[]; outputs: readonly Port[] }
  /** For a loop: the output ports that lead into its body and the input ports that lead back from it. */
  body?: { outputs: readonly string[]; inputs: readonly string[] }
  /** For a loop: the number of parallel iterations, and whether the loop continues after a failed iteration. */
  loop?(settings: z.output<Schema>): { parallel: number; keepGoing: boolean }
  /** For a sub-workflow: its document, or the name under which the host knows it. */
  subWorkflow?(settings: z.output<Schema>): { document: unknown } | { name: string }
  /**
   * Returns the names of other workflows that the node runs with `runNested`. They are available from
   * `RunArguments.findWorkflow`.
   */
  workflowNames?(settings: z.output<Schema>): readonly string[]
  /** For a variable node: returns the variable's name. */
  variable?(settings: z.output<Schema>): string
  /**
   * Determines when the node runs if several edges lead to it. The setting of an individual node takes precedence.
   * Defaults to `all`.
   */
  join?: Join | ((settings: z.output<Schema>) => Join)
  /**
   * Migrates settings from an older version of this type. `isAssumed` is set for a node without a `typeVersion`, whose
   * settings may already have the newest form, such as those of a document that was written by hand.
   */
  migrate?(settings: Config, fromVersion: number, isAssumed?: boolean): Config
  /** The settings version assumed for nodes without a `typeVersion`. Defaults to the newest version. */
  assumedVersion?: number
  /** Describes the outputs before a run. Must be synchronous and fast, because it is called after each edit. */
  describe(args: DescribeArguments<z.output<Schema>>): Description
  /**
   * Returns the values that the outputs depend on, if they are not simply the settings and inputs. For example, a file
   * yields the same table whether it is selected in a setting or passed to an input.
   */
  derivation?(args: { settings: z.output<Schema>; inputs: Readonly<Record<string, Value>> }): unknown
  /**
   * Set if the node uses `args.seed`. The derivation key then includes the run's seed, so that runs with the same seed
   * share results. If a node type uses the seed without setting this, its results are never reused.
   */
  usesSeed?: true
  /**
   * Set if the node reads each input table exactly once, with `tables.relation`, so that deferred inputs need not be
   * materialized.
   */
  composes?: true | ((settings: z.output<Schema>) => boolean)
  /**
   * The kinds of data that the node adds to its outputs, in addition to the kinds in its inputs. Used to detect agents
   * that read untrusted text, have access to private data and cause side effects.
   */
  reads?:
    | readonly DataKind[]
    | ((
        settings: z.output<Schema>,
        context: Pick<DescribeContext, 'getNodeType' | 'findWorkflow'>,
      ) => readonly DataKind[])
  /** The node's side effects. Defaults to `none`. */
  effects?: SideEffects | ((settings: z.output<Schema>) => SideEffects)
  /** For nodes with side effects: the settings that determine the target, such as the URL of a request. */
  targets?: readonly string[]
  /**
   * `shared`: a process of a server may execute the node together with nodes of other workspaces, because neither its
   * settings nor its data can make it execute code or statements, load native code, or use secrets, files or tables.
   * Defaults to `isolated`. Node types of a host are always isolated.
   *
   * @internal
   */
  isolation?: 'isolated' | 'shared'
  /** `never`: other runs do not reuse the node's result, even if the derivation key is the same. */
  reuse?: 'never'
  /**
   * Computes the outputs. Throw a `NodeError` to fail. A `TablesError` from `tables` also fails the node; any other
   * error is reported as an internal error.
   */
  run(args: RunArguments<z.output<Schema>>): Promise<NodeResult>
  /**
   * Runs instead of `run` in a preview, for nodes whose `run` sends requests. Returns outputs without sending any, and
   * can describe what a run would do as problems with severity `info`. The first input is not sampled if its number of
   * rows is known.
   *
   * @beta
   */
  preview?(args: RunArguments<z.output<Schema>>): Promise<NodeResult>
  /**
   * Undoes the effects of `run`. If the run fails, the engine calls it for completed nodes in reverse order of
   * completion.
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
 *     const select = sql`SELECT * FROM ${quoteIdentifier(tableName(input.table.id))} LIMIT ${settings.rows}`
 *     const table = await tables.create(select, { id: `${key}:table`, signal })
 *     return { outputs: { table: { kind: 'table', table } } }
 *   },
 * })
 * @public
 */
export const defineNode = <Schema extends z.ZodType>(definition: NodeDefinition<Schema>): NodeDefinition<Schema> =>
  definition

/**
 * Returns the columns of a table input, or `undefined` if they are not known yet.
 *
 * @example
 * describe: ({ inputs }) => ({
 *   outputs: { table: { type: 'table', columns: getInputColumns(inputs, 'table') ?? [] } },
 *   summary: '',
 * })
 * @public
 */
export const getInputColumns = (
  inputs: Readonly<Record<string, PortDescription>>,
  port: string,
): Column[] | undefined => inputs[port]?.columns
