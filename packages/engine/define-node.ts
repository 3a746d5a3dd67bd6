import type {
  Column,
  DatasetPreview,
  NodeFamily,
  NodeReport,
  Port,
  PortDescription,
  Problem,
  Value,
} from '@aw-flow/schema'
import type { z } from 'zod'
import type { Clock } from './clock.ts'
import type { Files } from './files.ts'
import type { PerformEffect } from './record/node-effects.ts'
import type { Tables } from './tables.ts'

/** What may be known at design time beside settings and inputs. */
export interface DescribeContext {
  /** What a look at a dataset said, where somebody has looked. */
  preview(dataset: string): DatasetPreview | undefined
  /** Whether a dataset is here; absent or `undefined` where nobody knows before a run. */
  has?(dataset: string): boolean | undefined
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
  /** What it does with these settings, in words, for its face. */
  summary: string
  problems?: Problem[]
}

export interface RunArguments<Settings> {
  /** The node's own id, for places in problems. */
  node: string
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
  files: Files
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
  progress(done: number, total: number | undefined, unit: 'rows' | 'bytes' | 'steps', message?: string): void
  log(level: 'debug' | 'info' | 'warning' | 'error', message: string): void
}

/** What a node gives. A node fails by throwing a `NodeError`. */
export interface NodeResult {
  outputs: Record<string, Value>
  report?: NodeReport
  problems?: Problem[]
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
  describe(args: DescribeArguments<z.output<Schema>>): Description
  /**
   * What the outputs depend on, where that is not the settings and the inputs as they stand: a file chosen in a setting
   * and the same file given at an input make the same table.
   */
  derivation?(args: { settings: z.output<Schema>; inputs: Readonly<Record<string, Value>> }): unknown
  /** `never`: its outcome is not taken for another run, though its derivation is the same. */
  reuse?: 'never'
  run(args: RunArguments<z.output<Schema>>): Promise<NodeResult>
}

/** Types a node from its settings schema to its `run`. */
export const defineNode = <Schema extends z.ZodType>(definition: NodeDefinition<Schema>): NodeDefinition<Schema> =>
  definition

/** The columns of a table input, or `undefined` while nobody can know them. */
export const inputColumns = (inputs: Readonly<Record<string, PortDescription>>, port: string): Column[] | undefined =>
  inputs[port]?.columns
