import type { DescribeContext } from '@aw-flow/engine'
import { warning, type Problem } from '@aw-flow/schema'

/** Returns a warning before a run if a node needs a port that exists only on a server or with `aw run`. */
export function checkAvailability(
  { unavailableServices }: DescribeContext,
  service: 'databases' | 'mail' | 'folder' | 'events' | 'mcp' | 'web',
): Problem[] {
  return unavailableServices?.includes(service) ? [warning('outside.not-available', { port: service })] : []
}
