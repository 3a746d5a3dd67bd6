import type { NodeRun } from '@aw-flow/schema'
import type { RunMonitorStrings } from '../monitor-strings.ts'

/** How often a node was tried again, and how often its agent went on trying within an attempt; empty for neither. */
export function retriesCell({ retries, agentRetries = 0 }: NodeRun, strings: RunMonitorStrings): string {
  const own = retries - agentRetries
  return [own === 0 ? '' : strings.count(own), agentRetries === 0 ? '' : strings.retriesWithin(agentRetries)]
    .filter(Boolean)
    .join(' + ')
}
