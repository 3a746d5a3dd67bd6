import type { DescribeContext } from '@aw-flow/engine'
import { warning, type Problem } from '@aw-flow/schema'

/** Says before a run that what a node needs is not open here: it is done on a server, or by `aw run`. */
export function lacksProblem(
  { lacks }: DescribeContext,
  port: 'databases' | 'mail' | 'folder',
  what: string,
): Problem[] {
  if (!lacks?.includes(port)) return []
  const hint = 'Run the workflow on a server or by aw run; the same document runs there.'
  return [warning('outside.not-here', `${what}, which cannot be done here.`, { hint })]
}
