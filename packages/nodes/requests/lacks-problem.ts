import type { DescribeContext } from '@aw-flow/engine'
import { warning, type Problem } from '@aw-flow/schema'

/** Warns before a run that a node needs something that is not available here, but on a server or with `aw run`. */
export function lacksProblem({ lacks }: DescribeContext, port: 'databases' | 'mail' | 'folder'): Problem[] {
  return lacks?.includes(port) ? [warning('outside.not-here', { port })] : []
}
