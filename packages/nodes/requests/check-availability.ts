import type { DescribeContext } from '@aw-flow/engine'
import { warning, type Problem } from '@aw-flow/schema'

/** Returns a warning before a run if a node needs a port that exists only on a server or with `aw run`. */
export function checkAvailability(
  { unavailableServices: lacks }: DescribeContext,
  service: 'databases' | 'mail' | 'folder' | 'events' | 'mcp' | 'web',
): Problem[] {
  return lacks?.includes(service) ? [warning('outside.not-here', { port: service })] : []
}
