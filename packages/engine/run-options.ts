import type { Text } from '@aw-flow/messages'
import type {
  ProvidedOutputs,
  Json,
  Problem,
  RetryOverride,
  RunEvent,
  RunPart,
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
import type { FindEffects } from './record/node-effects.ts'
import type { RecordLimits } from './record/record-size.ts'
import type { Results } from './results/results.ts'
import type { TableLedger } from './results/table-ledger.ts'
import type { Sandbox } from './sandbox.ts'
import type { Decision } from './scheduler/decide-approval.ts'
import type { Tables } from './tables.ts'

/** @internal */
export interface RunWorkflowOptions {
  workflow: Workflow
  workflowId?: string
  /**
   * The plan of the workflow from `planWorkflow`, for hosts that run the same workflow many times. It is ignored if it
   * belongs to a different workflow object, for parts of workflows, and for resumed runs. `retry` and `workflows` come
   * from the plan.
   */
  plan?: WorkflowPlan | undefined
  /** The id of the run. */
  run: string
  /** Inputs from outside by node id and port, such as the file of a Load node. */
  inputs?: Record<string, Values>
  /** The seed for everything random in the run. */
  seed: number
  catalog: Catalog
  tables: Tables
  files: Files
  /** The external services that nodes may use. Default: none. */
  services?: ExternalServices
  /** The sandbox of Code nodes. Without it, Code nodes fail. */
  sandbox?: Sandbox
  clock: Clock
  /**
   * Renders messages in English, for the values that nodes and expressions read (`error.message`) and send. Pass
   * `englishFormatter.format` from `@aw-flow/messages/catalogs`; without it, they contain codes and parameters.
   */
  render?: ((text: Text) => string) | undefined
  /** A native SHA-256, which is faster than the engine's implementation. */
  digest?: Digest | undefined
  /** Cancels the run; nodes in progress are aborted. */
  signal: AbortSignal
  /** The storage of the record. Nothing that follows from an event starts before the journal has stored it. */
  journal?: Journal
  /** Called for every event in order, after the journal. If it returns a promise, the run waits for it. */
  onEvent?(event: RunEvent): void | Promise<void>
  onProgress?(progress: RunProgress): void
  /** The number of nodes that run in parallel. Default: 4. */
  parallel?: number
  /** Workflows that sub-workflow nodes refer to by name. */
  workflows?: Readonly<Record<string, Workflow>>
  /** Retries of transient errors, unless workflow or node override them. */
  retry?: RetryOverride
  /** Called with the control of the run, before the first event. */
  onControl?(control: RunControl): void
  /**
   * Behavior when all open nodes are waiting. `leave`: `runWorkflow` returns, and `resumeRun` continues the run later.
   * `times`: it waits for delays, and returns if only approvals and events remain. `stay`: it waits for everything.
   * Default: `stay` with `onControl`, otherwise `times`.
   */
  whenIdle?: 'leave' | 'times' | 'stay'
  /** The record so far of a resumed or forked run; see `resumeRun` and `forkRun`. */
  record?: readonly RunEvent[]
  /** Versions of node types that replace missing ones in a resumed run; see `resumeRun`. */
  migrated?: Readonly<Record<string, number>>
  /** Outcomes of the run that this one was forked from. */
  forked?: ForkedOutcomes
  /** The part to run; see `planRun`. */
  part?: RunPart
  /** Outputs that replace nodes, by node id; see `planRun`. */
  given?: Readonly<Record<string, ProvidedOutputs>>
  /** Results of earlier runs: a node with a known derivation key is not run again. */
  results?: Results
  /** Tracks the tables that nodes hold, and drops those that are no longer needed. */
  ledger?: TableLedger
  /**
   * `all`: keeps the tables of all nodes for inspection. `needed`: only those that later nodes and the result of the
   * run need; others are computed again on request.
   */
  hold?: 'all' | 'needed'
  limits?: RunLimits
  /** For a run inside a node of another run: the effects of that node. */
  findEffects?: FindEffects
}

/** Limits of a run. @internal */
export interface RunLimits {
  /** The time in one process in ms, not counting periods when all nodes wait for approvals, a time or events. */
  runMs?: number
  /**
   * The approximate size of all tables in the ledger, which it requires. Nodes over the limit wait, or fail if nothing
   * runs.
   */
  tableBytes?: number
  /** The size of the record. Default: 1,000,000 events, and 1,000,000,000 characters of values. */
  record?: RecordLimits
}

/** Controls a run in progress. @internal */
export interface RunControl {
  /** Decides an approval; returns a problem if the decision is not accepted. */
  decide(decision: Decision): Promise<Problem | undefined>
  /**
   * Sends an event. Resolves with the number of nodes that waited for it, once the record has the event; with
   * `undefined` if the run has ended or its process has stopped, so that no node received the event and it can be sent
   * again later.
   */
  signal(name: string, value?: Json): Promise<number | undefined>
}
