import { includeModels, requireAccess } from '@aw-flow/engine'
import { createEnvironmentSecrets, combineSecrets } from '@aw-flow/outside'
import { createRunAgents } from '../agents/run-agents.ts'
import type { UploadLimits } from '../api/upload-allowance.ts'
import { createRunEventPublisher } from '../events/run-events.ts'
import { isAuthorizationSecret } from '../mcp/authorization/stored-authorization.ts'
import type { ConnectMcp } from '../mcp/connect-mcp.ts'
import { createRunMcpTools } from '../mcp/run-mcp-tools.ts'
import type { WithEgress } from '../security/with-egress.ts'
import { defaultWorkspace } from '../security/workspace.ts'
import type { Store } from '../store/open-store.ts'
import type { ProviderQueue } from '../web-tools/providers/provider-queue.ts'
import { openModels } from './open-models.ts'
import type { RunCapabilities } from './run-capabilities.ts'

/** The services of the server that implement the capabilities. */
export interface CapabilityServices {
  store: Store
  /** Environment variables, including the default workspace's secrets (`AW_SECRET_…`). */
  environment: NodeJS.ProcessEnv
  connectMcp: ConnectMcp
  withEgress: WithEgress
  /** Lists the hosts that a workspace adds to those of the server. By default, it adds none. */
  listAddedHosts?: ((workspace: string) => Promise<readonly string[]>) | undefined
  providerQueue: ProviderQueue
  /** Limits for files stored by runs. */
  uploadLimits?: UploadLimits | undefined
}

/** The run that uses the capabilities. The first of its workflows is the one that was started. */
export interface CapableRun {
  id: string
  workspace: string
  workflowIds: readonly string[]
  signal: AbortSignal
}

/** Creates the capabilities of a run. */
export function openRunCapabilities(
  { id, workspace, workflowIds, signal }: CapableRun,
  { store, environment, connectMcp, withEgress, listAddedHosts, providerQueue, uploadLimits }: CapabilityServices,
): RunCapabilities {
  const workspaceStore = store.forWorkspace(workspace)
  const readAccess = () => workspaceStore.workflows.access.findForRun([...workflowIds])
  const run = { run: id, signal, readAccess }
  const { ledger, memory, ...models } = openModels(workspaceStore, workflowIds[0]!)
  const secrets = combineSecrets(
    workspaceStore.secrets,
    createEnvironmentSecrets(workspace === defaultWorkspace ? environment : {}),
  )
  const readAccessWithModels = async () => includeModels(await readAccess(), models)
  const requireOwnEffect = (effect: string): void => {
    if (!effect.startsWith(`${id}/`)) throw new Error(`${effect} is not an effect of run ${id}.`)
  }
  return {
    access: { read: readAccess },
    hosts: { list: async () => (await listAddedHosts?.(workspace)) ?? [] },
    secrets: {
      async find(name) {
        requireAccess(await readAccessWithModels(), { secret: name })
        // This secret contains tokens that runs do not need.
        return isAuthorizationSecret(name) ? undefined : secrets.find(name)
      },
      async list() {
        const access = await readAccessWithModels()
        const all = await secrets.list()
        return access ? all.filter(({ name }) => access.secrets.includes(name)) : all
      },
    },
    models: {
      async read() {
        const access = await readAccess()
        // The broker of the run reports the missing grant.
        return access && !access.tools.includes('models') ? { models: [] } : models.read()
      },
    },
    ledger: {
      readLimits: ledger.readLimits,
      async reserve(effect, ...reservation) {
        requireOwnEffect(effect)
        return ledger.reserve(effect, ...reservation)
      },
      async settle(effect, usage) {
        requireOwnEffect(effect)
        await ledger.settle(effect, usage)
      },
    },
    memory,
    agents: createRunAgents(store, workspaceStore, run),
    events: createRunEventPublisher(store, workspaceStore, run),
    mcp: createRunMcpTools({ ...workspaceStore, workspace, connectMcp }, run),
    web: {
      async call(request) {
        const { callWebToolForRun } = await import('../web-tools/run-web-tools.ts')
        return callWebToolForRun(request, run, {
          store: workspaceStore,
          withEgress: (use) => withEgress(workspace, use),
          queue: providerQueue,
          uploadLimits,
        })
      },
    },
  }
}
