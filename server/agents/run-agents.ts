import { matchAllowedHost, NodeError, type RemoteAgents } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { RunContext } from '../runs/run-context.ts'
import type { Store, WorkspaceStore } from '../store/open-store.ts'

/** Maximum number of attempts for a step if its agent has no retry policy. */
const defaultMaxAttempts = 3

/** Creates the capability through which a run uses the agents in its workspace. */
export function createRunAgents(
  { agentSteps }: Pick<Store, 'agentSteps'>,
  { agents }: Pick<WorkspaceStore, 'agents'>,
  { run: runId, readAccess }: Pick<RunContext, 'run' | 'readAccess'>,
): Required<RemoteAgents> {
  return {
    find: agents.findForCall,
    report: agents.reportCall,
    async addStep(step) {
      const existingStep = await agentSteps.findByKey(runId, step.key)
      if (existingStep) return existingStep
      const agent = await agents.find(step.agent)
      if (!agent) throw new NodeError('permanent', error('remote-agent.unknown', { agent: step.agent }))
      // An imported workflow may use an agent only if its granted hosts include `agents/NAME/`. This is not a real
      // host: pull agents fetch their steps, so no connection is made to them.
      const host = `agents/${agent.name}/`
      const access = await readAccess()
      if (access && !matchAllowedHost(access.hosts, new URL(`https://${host}`)))
        throw new NodeError('permanent', error('access.not-granted.host', { host }))
      const limits = {
        leaseSeconds: agent.leaseSeconds,
        timeoutSeconds: agent.resultTimeoutSeconds,
        maxAttempts: agent.retry ? agent.retry.count + 1 : defaultMaxAttempts,
      }
      const storedStep = await agentSteps.add(runId, step, limits)
      if (!storedStep) throw new NodeError('permanent', error('remote-agent.unknown', { agent: agent.name }))
      return storedStep
    },
    readStep: (id, options) => agentSteps.read(runId, id, options),
  }
}
