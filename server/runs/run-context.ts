import type { GrantedAccess } from '@aw-flow/engine'

/** The run on whose behalf a capability is used. */
export interface RunContext {
  run: string
  /** Aborts tool calls when the run ends or is canceled. */
  signal: AbortSignal
  /** Returns the access granted to the run's workflows. `undefined` if it is not restricted. */
  readAccess(): Promise<GrantedAccess | undefined>
}
