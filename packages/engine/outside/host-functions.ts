import type { Json } from '@aw-flow/schema'
import type { DataKind, SideEffects } from '../data-flow.ts'

/** A host function that agents can call as a tool. @public */
export interface HostFunction {
  /** The name that agents use to call the function. */
  name: string
  /** A description of the function for the model. */
  description: string
  /** The JSON Schema of the arguments. */
  parameters: { readonly [key: string]: Json }
  /** The kinds of data in the results. */
  reads: readonly DataKind[]
  /** The function's side effects. */
  effects: SideEffects
  /** The names of the arguments that determine the target of the side effect, such as a recipient. Defaults to none. */
  targets?: readonly string[]
  /** Whether the function may be called again with the same idempotency key. Defaults to `false`. */
  isRepeatable?: boolean
}

/**
 * A host function as defined in a module that exports a list named `functions`. Pages, servers and the command line
 * load it from the same modules as node types.
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
  /** Executes the function. The agent's model receives the result or, if the call fails, the reason. */
  call(args: Json, context: HostCallContext): Promise<Json> | Json
}

/** The context of a call to a host function. @public */
export interface HostCallContext {
  /** Identifies the call. It is the same when an interrupted call is repeated. */
  idempotencyKey: string
  /** Aborted when the run is canceled, or when the agent or the run reaches its time limit. */
  signal: AbortSignal
}

/** The host functions that agents can call. @public */
export interface HostFunctions {
  /** Returns the available functions. */
  list(): Promise<readonly HostFunction[]>
  /** Calls a function. Rejects if the call fails; the agent's model receives the reason. */
  call(name: string, args: Json, context: HostCallContext): Promise<Json>
}
