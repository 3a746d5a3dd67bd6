import type {
  AgentMemory,
  EventPublisher,
  GrantedAccess,
  McpTools,
  Models,
  RemoteAgents,
  Secrets,
  UsageLedger,
  WebTools,
} from '@aw-flow/engine'
import type { ExternalServicesOptions } from '@aw-flow/outside'

/**
 * What a run uses outside its process: contracts of the engine, which `openRunCapabilities` implements for the run's
 * workspace. Runs in child processes call the functions through `createRemoteCalls`.
 */
export interface RunCapabilities {
  /** Returns the access granted to the run's workflows. `undefined` if it is not restricted. */
  access: { read(): Promise<GrantedAccess | undefined> }
  /** Lists the hosts that the workspace adds to those of the server. */
  hosts: { list(): Promise<readonly string[]> }
  secrets: Secrets
  models: Pick<Models, 'read'>
  ledger: UsageLedger
  memory: AgentMemory
  agents: Required<RemoteAgents>
  events: EventPublisher
  mcp: McpTools
  web: WebTools
}

export const capabilityNames: readonly (keyof RunCapabilities)[] = [
  'access',
  'hosts',
  'secrets',
  'models',
  'ledger',
  'memory',
  'agents',
  'events',
  'mcp',
  'web',
]

/** Returns the options with which `openExternalServices` provides the capabilities to a run. */
export const toServiceOptions = (
  { access, hosts, models, ledger, memory, ...services }: RunCapabilities,
  allow: readonly string[],
): ExternalServicesOptions => ({
  ...services,
  allow: async () => [...allow, ...(await hosts.list())],
  access: () => access.read(),
  models: { read: () => models.read(), ledger, memory },
})
