import type { Models } from '@aw-flow/engine'
import { readConfiguration, toGrantedModels } from '../api/configuration.ts'
import type { WorkspaceStore } from '../store/open-store.ts'

/**
 * Creates the port through which the runs of a workflow use the workspace's language models. It includes the monthly
 * limits, the usage in the current month and the memory of the workflow's agents.
 */
export const openModels = (
  { state, modelUsage, agentMemory }: WorkspaceStore,
  workflowId: string,
): Models & Required<Pick<Models, 'ledger' | 'memory'>> => ({
  read: async () => toGrantedModels(await readConfiguration(state)),
  ledger: {
    readLimits: async () => (await readConfiguration(state)).llm_month_limits ?? {},
    reserve: (effect, estimate, limits) => modelUsage.reserve(effect, estimate, limits),
    settle: (effect, usage) => modelUsage.settle(effect, usage),
  },
  memory: agentMemory.getAgentMemory(workflowId),
})
