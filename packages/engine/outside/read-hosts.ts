import { error, type Problem } from '@aw-flow/schema'
import { isHostEntry } from './allowed-hosts.ts'

/** The entries of a comma-separated list of hosts. @internal */
export const listedHosts = (text = ''): string[] => text.split(',').flatMap((entry) => entry.trim() || [])

/** Reads a comma-separated list of hosts of an environment variable or an option (`setting`). @internal */
export function readHosts(text: string | undefined, setting: string): string[] | Problem {
  const hosts = listedHosts(text)
  const wrong = hosts.find((host) => !isHostEntry(host))
  if (wrong === undefined) return hosts
  return error('environment.invalid.hosts', { setting, value: JSON.stringify(wrong) })
}
