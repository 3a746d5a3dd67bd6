import type { Text } from '@aw-flow/messages'
import type {
  GivenOutputs,
  Json,
  Problem,
  RetryOverride,
  RunEvent,
  RunPart,
  RunProgress,
  Values,
  Workflow,
} from '@aw-flow/schema'
import type { Catalogue } from './catalogue.ts'
import type { Clock } from './clock.ts'
import type { Digest } from './digest.ts'
import type { Files } from './files.ts'
import type { Journal } from './journal.ts'
import type { Outside } from './outside/outside.ts'
import type { WorkflowPlan } from './plan/workflow-plan.ts'
import type { ForkedOutcomes } from './record/fork-run.ts'
import type { Results } from './results/results.ts'
import type { TableLedger } from './results/table-ledger.ts'
import type { Sandbox } from './sandbox.ts'
import type { Decision } from './scheduler/decide-approval.ts'
import type { Tables } from './tables.ts'

export interface RunWorkflowOptions {
  workflow: Workflow
  workflowId?: string
  /**
   * The workflow as `planWorkflow` has resolved it against this catalogue, for hosts that run the same one many times. It
   * is resolved anew where it is of another workflow object, and for runs of a part or that go on; `retry` and `workflows`
   * then count as they were given to it.
   */
  plan?: WorkflowPlan | undefined
  /** The run's id. */
  run: string
  /** What is given from outside, by node id and port: the file that a Load node reads. */
  inputs?: Record<string, Values>
  /** Seeds everything random in the run. */
  seed: number
  catalogue: Catalogue
  tables: Tables
  files: Files
  /** The world outside, as far as nodes may reach it; without it, they reach nothing. */
  outside?: Outside
  /** Where code nodes run; without it they fail. */
  sandbox?: Sandbox
  clock: Clock
  /**
   * Renders messages in English, for the values that nodes and expressions read (`error.message`) and send. Pass
   * `englishFormatter.format` of `@aw-flow/messages/catalogs`; without it, they contain codes and parameters.
   */
  render?: ((text: Text) => string) | undefined
  /** The platform's SHA-256, which is faster than the engine's own; answers the same. */
  digest?: Digest | undefined
  /** Aborting it cancels the run; what is in flight is told to stop. */
  signal: AbortSignal
  /** Where the record is kept. Nothing that follows from an event begins before the journal has it. */
  journal?: Journal
  /** Told of every event in order, after the journal. Where it answers a promise, nothing that follows begins before. */
  onEvent?(event: RunEvent): void | Promise<void>
  onProgress?(progress: RunProgress): void
  /** Nodes at a time; 4 where it is not said. */
  parallel?: number
  /** Workflows that sub-workflow nodes name. */
  workflows?: Readonly<Record<string, Workflow>>
  /** Retries of transient errors, where neither workflow nor node says otherwise. */
  retry?: RetryOverride
  /** Told, before the first event, how to reach the run from outside. */
  onControl?(control: RunControl): void
  /**
   * What is done when all that is left of the run waits. `leave`: it answers; nothing of the run stays in memory, and
   * `resumeRun` goes on with it. `times`: it waits for delays, and leaves where people or events are waited for. `stay`:
   * it waits for everything. Without it, it stays where `onControl` is given, and waits for delays elsewhere.
   */
  whenIdle?: 'leave' | 'times' | 'stay'
  /** The record so far, of a run that goes on; `resumeRun` and `forkRun` bring it. */
  record?: readonly RunEvent[]
  /** Versions of node types that a run goes on with in place of those that are gone; `resumeRun` brings them. */
  migrated?: Readonly<Record<string, number>>
  /** Outcomes of the run that this one was forked from. */
  forked?: ForkedOutcomes
  /** The part that is run, and the outputs that stand in for nodes; `planPart` works them out. */
  part?: RunPart
  given?: Readonly<Record<string, GivenOutputs>>
  /** Results of earlier runs: a node whose derivation is known is not run again. */
  results?: Results
  /** Told which tables the run's nodes hold, so that those that nobody needs are dropped. */
  ledger?: TableLedger
  /**
   * `all`: the tables of all nodes stay held, for people to look at. `needed`: only those that nodes to come and the
   * run's result need; any other is made again when somebody asks for it.
   */
  hold?: 'all' | 'needed'
  limits?: RunLimits
}

/** What a run may take. */
export interface RunLimits {
  /** While it is at work in one process; waiting for people, time and events does not count once nothing else goes on. */
  runMs?: number
  /** Of all tables that the ledger knows, about; needs `ledger`. Nodes wait, or fail where waiting would not help. */
  tableBytes?: number
}

/** What reaches a run from outside while it goes on. */
export interface RunControl {
  /** Decides an approval; answers why the decision does not count, where it does not. */
  decide(decision: Decision): Promise<Problem | undefined>
  /** Tells of an event; answers how many nodes waited for it. */
  signal(name: string, value?: Json): Promise<number>
}
