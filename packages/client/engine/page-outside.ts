import { error, type Problem } from '@aw-flow/schema'
import type { Access } from './requests.ts'

/** What runs of a page may reach. All of it lives with the page: nothing is stored, nothing survives a reload. */
export interface PageOutside {
  /** `*`: every public host. Private ones are there only by their names. */
  readonly allowHosts: readonly string[]
  /** Names and hosts; values are never told. */
  readonly secrets: readonly { name: string; hosts: readonly string[] }[]
  /** For the engine alone. */
  readonly request: Access
  /** Lets runs reach a host, also where its address is private. */
  allowHost(host: string): Promise<Problem | undefined>
  /** Only these hosts from now on. */
  setHosts(hosts: readonly string[]): Promise<Problem | undefined>
  /** Value and hosts together: a value that is kept never gets other hosts. */
  setSecret(name: string, value: string, hosts: readonly string[]): Promise<Problem | undefined>
  removeSecret(name: string): Promise<void>
}

/** `onChange` is told of all of it each time. */
export function createPageOutside(onChange: (request: Access) => Promise<void>): PageOutside {
  let hosts: readonly string[] = ['*']
  const kept = new Map<string, { value: string; hosts: readonly string[] }>()
  const request = (): Access => ({
    allowHosts: [...hosts],
    secrets: [...kept].map(([name, { value, hosts: bound }]) => ({ name, value, hosts: [...bound] })),
  })
  const setHosts = async (next: readonly string[]): Promise<Problem | undefined> => {
    const wrong = next.find((host) => !isHost(host))
    if (wrong !== undefined) return error('outside.host', { host: wrong })
    hosts = [...new Set(next)]
    await onChange(request())
    return undefined
  }
  return {
    get allowHosts() {
      return hosts
    },
    get secrets() {
      return [...kept].map(([name, { hosts: bound }]) => ({ name, hosts: bound }))
    },
    get request() {
      return request()
    },
    allowHost: (host) => setHosts([...hosts, host]),
    setHosts,
    async setSecret(name, value, bound) {
      if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) {
        return error('secret.name', { name })
      }
      const wrong = bound.find((host) => !isHost(host) || host === '*')
      if (wrong !== undefined) return error('outside.host', { host: wrong })
      if (value === '') return error('secret.invalid.no-value', { name })
      if (bound.length === 0) return error('secret.invalid.no-hosts', { name })
      kept.set(name, { value, hosts: [...bound] })
      await onChange(request())
      return undefined
    },
    async removeSecret(name) {
      kept.delete(name)
      await onChange(request())
    },
  }
}

const isHost = (host: string): boolean =>
  /^(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(:\d{1,5})?(\/([\w.~-]+\/)*)?$/i.test(host)
