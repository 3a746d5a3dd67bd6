import type { Models } from '@aw-flow/engine'
import { readConfiguration, toGrantedModels } from '../../api/configuration.ts'
import type { WorkspaceStore } from '../../store/open-store.ts'

/**
 * Opens the language models in the configuration of a workspace, with its limits, its usage in the current month, and
 * the memory of the agents of a workflow.
 */
export const openModels = (
  { state, modelUsage, agentMemory }: WorkspaceStore,
  workflow: string,
): Models & Required<Pick<Models, 'ledger' | 'memory'>> => ({
  read: async () => toGrantedModels(await readConfiguration(state)),
  ledger: {
    readLimits: async () => (await readConfiguration(state)).llm_month_limits ?? {},
    reserve: (effect, estimate, limits) => modelUsage.reserve(effect, estimate, limits),
    settle: (effect, usage) => modelUsage.settle(effect, usage),
  },
  memory: agentMemory.forWorkflow(workflow),
})
