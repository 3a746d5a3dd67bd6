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
import type { Turn } from './scheduler/effects.ts'
import type { Tables } from './tables.ts'

/** What may be known at design time beside settings and inputs. */
export interface DescribeContext {
  /** What a look at a dataset said, where somebody has looked. */
  preview(dataset: string): DatasetPreview | undefined
  /** Whether a dataset is here; absent or `undefined` where nobody knows before a run. */
  has?(dataset: string): boolean | undefined
  /** What of the world outside is not open where it would run; absent where nobody knows. */
  lacks?: readonly (keyof Outside)[]
}

export interface DescribeArguments<Settings> {
  settings: Settings
  /** Connected inputs by port name. */
  inputs: Readonly<Record<string, PortDescription>>
  context: DescribeContext
}

/** What a node will give, as far as it can be known before anything runs. */
export interface Description {
  outputs: Record<string, PortDescription>
  /** What it does with these settings, in a line or two, for its card on the canvas. */
  summary: Text
  problems?: Problem[]
}

export interface RunArguments<Settings> {
  /** The node's own id, for places in problems. */
  node: string
  /** Where in loops and sub-workflows it runs: "<node id>#<iteration>", outermost first. */
  scope: readonly string[]
  /** What the node is called in messages: its label, or its id where it has none. */
  label: string
  /** 1 for the first. */
  attempt: number
  settings: Settings
  /** Values by port name; a required port always has one. */
  inputs: Readonly<Record<string, Value>>
  /** The derivation of this node's outputs; ids of tables that it makes begin with it. */
  key: string
  tables: Tables
  /** Nobody reads what it gives but one node that composes: a table of it may be deferred. */
  isPassedOn?: boolean
  files: Files
  /** The world outside, as far as the host opens it. What is done with it is done in an `effect`. */
  outside: Outside
  /** Where code of anyone runs; absent where the host has none. */
  sandbox: Sandbox | undefined
  clock: Clock
  /** Seeds everything random in this node: the run's seed and the node's id. */
  seed: number
  signal: AbortSignal
  /**
   * Does something outside of which the record keeps the outcome, so that it is done once: a request, a model, a file
   * that is written. Everything else that a node does follows from its arguments; `clock.now()` is the time at which the
   * attempt began, also where it is run again.
   */
  effect: PerformEffect
  /**
   * Why a node that is run more than once is run now: a loop for its next turn or for what it makes of all that came
   * back, a node that waited for what it does with what came. Absent the first time.
   */
  turn: Turn | undefined
  /**
   * What a JSONata expression gives, over what the node may read: outputs of nodes before it by id, variables, `run`,
   * and over these what is `given` here. Rejects with a `NodeError` that names the setting.
   */
  evaluate(
    expression: string,
    options: { setting: string; given?: Readonly<Record<string, unknown>> },
  ): Promise<Json | undefined>
  progress(done: number, total: number | undefined, unit: 'rows' | 'bytes' | 'steps', message?: Text): void
  log(level: 'debug' | 'info' | 'warning' | 'error', message: Text): void
  /** Renders a text in English, for values and other systems: a request's body, a notification. */
  render(text: Text): string
}

/** What a node gives. A node fails by throwing a `NodeError`. */
export interface NodeResult {
  outputs: Record<string, Value>
  report?: NodeReport
  problems?: Problem[]
  /** The output ports that are taken; what is behind others is skipped. All, where it is not said. */
  taken?: readonly string[]
  /** The node goes on when this has come; needs `control` 'approval', 'delay' or 'wait-for-event'. */
  wait?: WaitFor
  /**
   * Of a loop that was asked for its next turn: `outputs` go into the body, and `of` tells how many turns there will be,
   * where that is known. A loop that answers without has no further turn.
   */
  iterate?: { of?: number }
}

/**
 * What the engine does with a node beside running it. `for-each`, `while`: a loop, whose `body` names its ports.
 * `sub-workflow`: another workflow runs within it. `approval`, `delay`, `wait-for-event`: it may wait. `error-handler`:
 * where nothing leads to it, it begins when all else has ended and something has failed. `variable`: what it gives can be
 * read by name behind it. The others run like any node, and tell by `taken` which way it goes on.
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

/** What a node gave and took when it completed, for undoing it. */
export interface CompensateArguments<Settings> extends Omit<RunArguments<Settings>, 'turn' | 'attempt'> {
  outputs: Readonly<Record<string, Value>>
}

/** A node type as its author writes it. Register it with `createCatalogue`. */
export interface NodeDefinition<Schema extends z.ZodType = z.ZodType> {
  type: string
  version: number
  family: NodeFamily
  title: string
  description: string
  /** A Lucide icon's name, in kebab-case. */
  icon: string
  inputs: readonly Port[]
  outputs: readonly Port[]
  /** One schema for the form, the engine and the server. Every setting has a default, or is said to be missing. */
  settings: Schema
  /** Settings that are JSONata expressions, for `evaluate`. What they read counts for the node's derivation. */
  expressions?: readonly string[]
  /** Names that it gives to its expressions itself, beside what every node reads. */
  givenNames?: readonly string[]
  /** Settings in which `{{…}}` is not filled: documents that fill their own. */
  verbatim?: readonly string[]
  control?: Control
  /** The catalogs of its own messages, by language; see `defineMessages`. */
  messages?: MessageCatalogs
  /** The ports that it has with these settings, where they are not always `inputs` and `outputs`. */
  ports?(settings: z.output<Schema>): { inputs: readonly Port[]; outputs: readonly Port[] }
  /** Of a loop: the ports between which its body lies, out of the loop and back into it. */
  body?: { outputs: readonly string[]; inputs: readonly string[] }
  /** Of a loop: how many turns at a time, and whether it goes on with other items when a turn has failed. */
  loop?(settings: z.output<Schema>): { parallel: number; keepGoing: boolean }
  /** Of a sub-workflow: the document that runs within it, or the name under which the host knows it. */
  inside?(settings: z.output<Schema>): { document: unknown } | { name: string }
  /** Of a variable: its name. */
  variable?(settings: z.output<Schema>): string
  /** When it runs if several edges lead to it; a node's own setting goes before. `all` where it is not said. */
  join?: Join | ((settings: z.output<Schema>) => Join)
  /** Settings of an older version of this type, made into those of this one. */
  migrate?(settings: Config, from: number): Config
  describe(args: DescribeArguments<z.output<Schema>>): Description
  /**
   * What the outputs depend on, where that is not the settings and the inputs as they stand: a file chosen in a setting
   * and the same file given at an input make the same table.
   */
  derivation?(args: { settings: z.output<Schema>; inputs: Readonly<Record<string, Value>> }): unknown
  /**
   * It draws from `args.seed`: its derivation counts the run's seed, so that runs of one seed share its results, and
   * tables that it makes for another seed have other names. A type that draws without saying so is never re-used.
   */
  seeded?: true
  /** It reads its tables by `tables.relation`, once, so that what is before it need not be made. */
  composes?: true | ((settings: z.output<Schema>) => boolean)
  /** `never`: its outcome is not taken for another run, though its derivation is the same. */
  reuse?: 'never'
  run(args: RunArguments<z.output<Schema>>): Promise<NodeResult>
  /** Undoes what `run` did. Called when the run has failed, the last node to complete first. */
  compensate?(args: CompensateArguments<z.output<Schema>>): Promise<void>
}

/** Types a node from its settings schema to its `run`. */
export const defineNode = <Schema extends z.ZodType>(definition: NodeDefinition<Schema>): NodeDefinition<Schema> =>
  definition

/** The columns of a table input, or `undefined` while nobody can know them. */
export const inputColumns = (inputs: Readonly<Record<string, PortDescription>>, port: string): Column[] | undefined =>
  inputs[port]?.columns
