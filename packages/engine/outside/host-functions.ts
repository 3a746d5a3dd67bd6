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
  /** Whether it may be called again with the same idempotency key. Default: `false`. */
  isRepeatable?: boolean
}

/** Port: functions of the host for agents. @public */
export interface HostFunctions {
  /** The functions that exist. */
  list(): Promise<readonly HostFunction[]>
  /** Calls a function. Rejects if it fails; the agent's model receives the reason. */
  call(name: string, args: Json, context: { idempotencyKey: string; signal: AbortSignal }): Promise<Json>
}
