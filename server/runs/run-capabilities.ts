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
export const toServiceOptions = ({
  access,
  models,
  ledger,
  memory,
  ...services
}: RunCapabilities): Omit<ExternalServicesOptions, 'allow'> => ({
  ...services,
  access: () => access.read(),
  models: { read: () => models.read(), ledger, memory },
})
