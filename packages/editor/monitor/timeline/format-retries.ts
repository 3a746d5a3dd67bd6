import type { NodeRun } from '@aw-flow/schema'
import type { RunMonitorStrings } from '../monitor-strings.ts'

/**
 * Formats the number of a node's retries and the number of retries by its agent. Returns an empty string if there are
 * none.
 */
export function formatRetries({ retries, agentRetries = 0 }: NodeRun, strings: RunMonitorStrings): string {
  const nodeRetryCount = retries - agentRetries
  return [
    nodeRetryCount === 0 ? '' : strings.count(nodeRetryCount),
    agentRetries === 0 ? '' : strings.agentRetriesShort(agentRetries),
  ]
    .filter(Boolean)
    .join(' + ')
}
