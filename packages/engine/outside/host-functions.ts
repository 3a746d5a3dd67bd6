import type { Json } from '@aw-flow/schema'
import type { DataKind, SideEffects } from '../data-flow.ts'

/** A function of the host that agents can call as a tool. @public */
export interface HostFunction {
  /** The name that agents use to choose it. */
  name: string
  /** The description of the function, for the model. */
  description: string
  /** The JSON Schema of its arguments. */
  parameters: { readonly [key: string]: Json }
  /** Kinds of data in its results. */
  reads: readonly DataKind[]
  /** Its side effects. */
  effects: SideEffects
  /** The names of the arguments that define the target of its effect, such as a recipient. Default: none. */
  targets?: readonly string[]
  /** Whether it may be called again with the same idempotency key. Default: `false`. */
  isRepeatable?: boolean
}

/**
 * A function that a module of the host exports in its list `functions`. Pages, servers and the command line load the
 * same modules as for node types.
 *
 * @example
 * export const functions = [
 *   {
 *     name: 'stock',
 *     description: 'Returns the number of items in stock.',
 *     parameters: { type: 'object', properties: { item: { type: 'string' } }, required: ['item'] },
 *     reads: ['private'],
 *     effects: 'none',
 *     isRepeatable: true,
 *     call: ({ item }) => readStock(item),
 *   },
 * ]
 * @public
 */
export interface HostFunctionDefinition extends HostFunction {
  /** Performs the function. The agent's model receives the result, or the reason if it fails. */
  call(args: Json, context: HostCallContext): Promise<Json> | Json
}

/** The context of a host function call. @public */
export interface HostCallContext {
  /** Identifies the call: equal if an interrupted call is repeated. */
  idempotencyKey: string
  /** Aborted when the run is canceled, and at the time limit of the agent or the run. */
  signal: AbortSignal
}

/** Functions of the host for agents. @public */
export interface HostFunctions {
  /** The functions that exist. */
  list(): Promise<readonly HostFunction[]>
  /** Calls a function. Rejects if it fails; the agent's model receives the reason. */
  call(name: string, args: Json, context: HostCallContext): Promise<Json>
}
