import type { GrantedModels, Json } from '@aw-flow/schema'
import type { AgentMemory, RunMemory } from './agent-memory.ts'
import type { RunBudget } from './run-budget.ts'
import type { UsageLedger } from './usage-ledger.ts'

/**
 * The language models that a user has granted to the workflows of a host. A document names models but cannot
 * add any: without a grant, nothing is requested.
 *
 * @public
 */
export interface Models {
  /** Returns the granted models. */
  read(): Promise<GrantedModels>
  /**
   * Sends a request to a model with the protocol `host`. Request and reply are JSON in the format of the interface
   * `LanguageModel` of `@aw-flow/agents`.
   */
  ask?(id: string, question: Json, options: { signal: AbortSignal; onText?: (text: string) => void }): Promise<Json>
  /** The budget of the run; the engine provides it. */
  budget?: RunBudget
  /** The usage of the workspace in the current month, across runs. Default: none is recorded, without limits. */
  ledger?: UsageLedger
  /**
   * The memory of agents across runs. Default: none.
   *
   * @beta
   */
  memory?: AgentMemory
  /**
   * The memory of agents within the run; the engine provides it.
   *
   * @beta
   */
  runMemory?: RunMemory
}
