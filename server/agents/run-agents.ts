import { matchAllowedHost, type GrantedAccess } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { RunAgents } from '../runs/ports/open-agents.ts'
import type { Store, WorkspaceStore } from '../store/open-store.ts'

/** Maximum number of attempts for a step if its agent has no retry policy. */
const defaultMaxAttempts = 3

/** Creates the functions that a run uses to call the agents in its workspace. */
export function createRunAgents(
  { agentSteps }: Pick<Store, 'agentSteps'>,
  { agents }: Pick<WorkspaceStore, 'agents'>,
  { run: runId, readAccess }: { run: string; readAccess(): Promise<GrantedAccess | undefined> },
): RunAgents {
  return {
    find: agents.findForCall,
    report: agents.reportCall,
    async addStep(step) {
      const existingStep = await agentSteps.findByKey(runId, step.key)
      if (existingStep) return { step: existingStep }
      const agent = await agents.find(step.agent)
      if (!agent) return { problem: error('remote-agent.unknown', { agent: step.agent }) }
      // An imported workflow may use an agent only if its granted hosts include `agents/NAME/`. This is not a real
      // host: pull agents fetch their steps, so no connection is made to them.
      const host = `agents/${agent.name}/`
      const access = await readAccess()
      if (access && !matchAllowedHost(access.hosts, new URL(`https://${host}`)))
        return { problem: error('access.not-granted.host', { host }) }
      const limits = {
        leaseSeconds: agent.leaseSeconds,
        timeoutSeconds: agent.resultTimeoutSeconds,
        maxAttempts: agent.retry ? agent.retry.count + 1 : defaultMaxAttempts,
      }
      const storedStep = await agentSteps.add(runId, step, limits)
      return storedStep ? { step: storedStep } : { problem: error('remote-agent.unknown', { agent: agent.name }) }
    },
    readStep: (id, options) => agentSteps.read(runId, id, options),
  }
}
