import { error, failed, ok, type Result } from '@aw-flow/schema'
import { isHostEntry } from './allowed-hosts.ts'

/** Splits a comma-separated list of hosts into its entries. @internal */
export const splitHosts = (text = ''): string[] => text.split(',').flatMap((entry) => entry.trim() || [])

/** Parses a list of hosts from an environment variable or command-line option named `setting`. @internal */
export function parseHosts(text: string | undefined, setting: string): Result<string[]> {
  const hosts = splitHosts(text)
  const invalidHost = hosts.find((host) => !isHostEntry(host))
  if (invalidHost === undefined) return ok(hosts)
  return failed(error('environment.invalid.hosts', { setting, value: JSON.stringify(invalidHost) }))
}
