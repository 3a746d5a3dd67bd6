import type { Text } from '@aw-flow/messages'
import type {
  ProvidedOutputs,
  Json,
  Problem,
  RetryOverride,
  RunEvent,
  RunSelection,
  RunProgress,
  Values,
  Workflow,
} from '@aw-flow/schema'
import type { Catalog } from './node/catalog.ts'
import type { Clock } from './clock.ts'
import type { Digest } from './digest.ts'
import type { Files } from './files.ts'
import type { Journal } from './journal.ts'
import type { ExternalServices } from './outside/outside.ts'
import type { WorkflowPlan } from './plan/workflow-plan.ts'
import type { ForkedOutcomes } from './record/fork-run.ts'
import type { GetEffectScope } from './record/node-effects.ts'
import type { RecordLimits } from './record/record-size.ts'
import type { ResultCache } from './results/results.ts'
import type { TableLedger } from './results/table-ledger.ts'
import type { Sandbox } from './sandbox.ts'
import type { Decision } from './scheduler/decide-approval.ts'
import type { Tables } from './tables.ts'

/** @internal */
export interface RunWorkflowOptions {
  workflow: Workflow
  workflowId?: string
  /**
   * The plan of the workflow from `planWorkflow`, for hosts that run the same workflow many times. Its `retry` and
   * `workflows` take precedence over the options. The plan is ignored if it belongs to a different workflow object, if
   * only a part of the workflow runs, and if the run is resumed.
   */
  plan?: WorkflowPlan | undefined
  /** The run's id. */
  run: string
  /** Inputs from outside the workflow, keyed by node id and port, such as the file for a Load node. */
  inputs?: Record<string, Values>
  /** The seed for all randomness in the run. */
  seed: number
  catalog: Catalog
  tables: Tables
  files: Files
  /** The external services that nodes may use. Defaults to none. */
  services?: ExternalServices
  /** The sandbox for Code nodes. If absent, Code nodes fail. */
  sandbox?: Sandbox
  clock: Clock
  /**
   * Renders messages in English for values that nodes and expressions read, such as `error.message`, or send. Pass
   * `englishFormatter.format` from `@aw-flow/messages/catalogs`. If absent, those values contain codes and parameters.
   */
  render?: ((text: Text) => string) | undefined
  /** A native SHA-256 implementation, which is faster than the engine's own. */
  digest?: Digest | undefined
  /** Cancels the run and aborts running nodes. */
  signal: AbortSignal
  /**
   * The storage for the run's record. Nothing that follows from an event starts until the journal has stored the event.
   */
  journal?: Journal
  /** Called for each event in order, after the journal has stored it. If it returns a promise, the run waits for it. */
  onEvent?(event: RunEvent): void | Promise<void>
  onProgress?(progress: RunProgress): void
  /** The maximum number of nodes that run in parallel. Defaults to 4. */
  maxParallelNodes?: number
  /** The workflows that sub-workflow nodes refer to by name. */
  workflows?: Readonly<Record<string, Workflow>>
  /** The retry policy for transient errors. Workflows and nodes can override it. */
  retry?: RetryOverride
  /** Called before the first event with an object that controls the run. */
  onControl?(control: RunControl): void
  /**
   * The behavior when all open nodes are waiting. `return`: `runWorkflow` returns, and `resumeRun` continues the run
   * later. `wait-for-times`: the run waits for delays and returns once only approvals and events remain. `wait`: the
   * run waits for everything. Defaults to `wait` with `onControl`, otherwise to `wait-for-times`.
   */
  whenIdle?: 'return' | 'wait-for-times' | 'wait'
  /** For a resumed or forked run: the record so far; see `resumeRun` and `forkRun`. */
  record?: readonly RunEvent[]
  /** For a resumed run: the installed versions that replace missing node type versions; see `resumeRun`. */
  migratedVersions?: Readonly<Record<string, number>>
  /** For a forked run: the outcomes of the original run. */
  forkedOutcomes?: ForkedOutcomes
  /** The part of the workflow to run; see `planRun`. */
  part?: RunSelection
  /** Outputs to use instead of running nodes, keyed by node id; see `planRun`. */
  providedOutputs?: Readonly<Record<string, ProvidedOutputs>>
  /** The results of earlier runs. A node whose derivation key has a result is not run again. */
  results?: ResultCache
  /** Tracks which tables nodes hold and drops tables that are no longer needed. */
  ledger?: TableLedger
  /**
   * `all`: retain the tables of all nodes for inspection. `needed`: retain only tables that later nodes or the run's
   * result need; other tables are recomputed on demand.
   */
  retainedTables?: 'all' | 'needed'
  limits?: RunLimits
  /** For a run nested in a node of another run: returns the functions for that node's effects. */
  getEffectScope?: GetEffectScope
}

/** The limits of a run. @internal */
export interface RunLimits {
  /**
   * The maximum time per process in milliseconds, excluding periods in which all nodes wait for approvals, times or
   * events.
   */
  runMs?: number
  /**
   * The approximate maximum size of all tables in `ledger`, in bytes. Has no effect without a ledger. While the tables
   * exceed it, new nodes wait or, if no other node is running, fail.
   */
  tableBytes?: number
  /** The maximum size of the record. Defaults to 1,000,000 events and 1,000,000,000 characters in their values. */
  record?: RecordLimits
}

/** Controls a run in progress. @internal */
export interface RunControl {
  /** Submits a decision on an approval request. Returns a problem if the decision is not accepted. */
  decide(decision: Decision): Promise<Problem | undefined>
  /**
   * Sends an event to the run. Once the event is recorded, resolves with the number of nodes that were waiting for it.
   * Resolves with `undefined` if the run has ended or its process has stopped: no node received the event, and it can
   * be sent again later.
   */
  signal(name: string, value?: Json): Promise<number | undefined>
}
