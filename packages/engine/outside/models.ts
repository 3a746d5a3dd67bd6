import type { GrantedModels, Json } from '@aw-flow/schema'
import type { AgentMemory, RunMemory } from './agent-memory.ts'
import type { RunBudget } from './run-budget.ts'
import type { UsageLedger } from './usage-ledger.ts'

/**
 * The language models that a user has granted to a host's workflows. A document refers to models by name but cannot add
 * any: without a grant, no request is sent.
 *
 * @public
 */
export interface Models {
  /** Returns the granted models. */
  read(): Promise<GrantedModels>
  /**
   * Sends a request to a model that uses the `host` protocol. Request and response are JSON in the format of the
   * `LanguageModel` interface of `@aw-flow/agents`.
   */
  ask?(id: string, request: Json, options: { signal: AbortSignal; onText?: (text: string) => void }): Promise<Json>
  /** The run's budget, provided by the engine. */
  budget?: RunBudget
  /** The workspace's usage in the current month, across all runs. If absent, usage is neither recorded nor limited. */
  ledger?: UsageLedger
  /**
   * The agents' memory across runs. Defaults to none.
   *
   * @beta
   */
  memory?: AgentMemory
  /**
   * The agents' memory within the run, provided by the engine.
   *
   * @beta
   */
  runMemory?: RunMemory
}
