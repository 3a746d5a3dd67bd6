import { error, type Problem } from '@aw-flow/schema'
import { isHostEntry } from './allowed-hosts.ts'

/** Returns the entries in a comma-separated list of hosts. @internal */
export const splitHosts = (text = ''): string[] => text.split(',').flatMap((entry) => entry.trim() || [])

/** Parses the hosts in an environment variable or a command-line option, which `setting` names. @internal */
export function readHosts(text: string | undefined, setting: string): string[] | Problem {
  const hosts = splitHosts(text)
  const invalid = hosts.find((host) => !isHostEntry(host))
  if (invalid === undefined) return hosts
  return error('environment.invalid.hosts', { setting, value: JSON.stringify(invalid) })
}
