import { error, type Problem } from '@aw-flow/schema'
import { isHostEntry } from './allowed-hosts.ts'

/** The entries of a list of hosts with commas. */
export const listedHosts = (text = ''): string[] => text.split(',').flatMap((entry) => entry.trim() || [])

/** A list of hosts as an environment or an option writes it; a problem that names `setting` for what is no host. */
export function readHosts(text: string | undefined, setting: string): string[] | Problem {
  const hosts = listedHosts(text)
  const wrong = hosts.find((host) => !isHostEntry(host))
  if (wrong === undefined) return hosts
  return error('environment.invalid', `${setting} holds ${JSON.stringify(wrong)}, which is no host.`, {
    hint: 'Write hosts with commas: api.example.com, *.example.org, localhost:8080, or * for every public one.',
  })
}
