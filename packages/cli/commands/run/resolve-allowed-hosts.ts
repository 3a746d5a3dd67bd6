import { isHostEntry, parseHosts } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { createUsageError } from '../../command-error.ts'

/** Returns the hosts that a command may access, from the environment and the command's options. */
export function resolveAllowedHosts(extraHosts: readonly string[]): string[] {
  const configuredHosts = parseHosts(process.env.AW_ALLOW_HOSTS ?? '*', 'AW_ALLOW_HOSTS')
  if (!configuredHosts.ok) throw createUsageError(configuredHosts.problem)
  const invalidHost = extraHosts.find((host) => !isHostEntry(host))
  if (invalidHost === undefined) return [...configuredHosts.value, ...extraHosts]
  throw createUsageError(error('run.host', { host: JSON.stringify(invalidHost) }))
}
