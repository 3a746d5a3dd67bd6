import type { NodeRun } from '@aw-flow/schema'
import type { RunMonitorStrings } from '../monitor-strings.ts'

/** The retries of a node, and those of its agent within an attempt; empty if there are none. */
export function retriesCell({ retries, agentRetries = 0 }: NodeRun, strings: RunMonitorStrings): string {
  const own = retries - agentRetries
  return [own === 0 ? '' : strings.count(own), agentRetries === 0 ? '' : strings.retriesWithin(agentRetries)]
    .filter(Boolean)
    .join(' + ')
}
