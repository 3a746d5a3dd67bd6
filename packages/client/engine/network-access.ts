import { error, type GrantedModels, type Problem } from '@aw-flow/schema'
import type { Access } from './requests.ts'

/** The network access of a page's runs. Stored in memory only; a reload clears it. @public */
export interface NetworkAccess {
  /** Allowed hosts. `*` means every public host; private hosts are listed by name. */
  readonly allowHosts: readonly string[]
  /** Names and hosts of secrets. Values cannot be read. */
  readonly secrets: readonly { name: string; hosts: readonly string[] }[]
  /** The current access with the values of secrets, for the engine only. @internal */
  readonly access: Access
  /** The language models that runs in this page may use; initially none. */
  readonly models: GrantedModels
  /** Replaces the language models. Private addresses also need `allowHost`. */
  setModels(models: GrantedModels): Promise<void>
  /** Allows a host, including one with a private address. */
  allowHost(host: string): Promise<Problem | undefined>
  /** Replaces the allowed hosts. */
  setHosts(hosts: readonly string[]): Promise<Problem | undefined>
  /** Sets value and hosts together, so that an existing value is never sent to other hosts. */
  setSecret(name: string, value: string, hosts: readonly string[]): Promise<Problem | undefined>
  /** Returns a problem if the secret could not be removed from the server. */
  removeSecret(name: string): Promise<Problem | undefined>
}

/** @param onChange Receives the complete access after each change. */
export function createNetworkAccess(onChange: (access: Access) => Promise<void>): NetworkAccess {
  let hosts: readonly string[] = ['*']
  let models: GrantedModels = { models: [] }
  const secrets = new Map<string, { value: string; hosts: readonly string[] }>()
  const getAccess = (): Access => ({
    allowHosts: [...hosts],
    secrets: [...secrets].map(([name, { value, hosts: boundHosts }]) => ({ name, value, hosts: [...boundHosts] })),
    models,
  })
  const setHosts = async (newHosts: readonly string[]): Promise<Problem | undefined> => {
    const invalid = newHosts.find((host) => !isHostPattern(host))
    if (invalid !== undefined) return error('outside.host', { host: invalid })
    hosts = [...new Set(newHosts)]
    await onChange(getAccess())
    return undefined
  }
  return {
    get allowHosts() {
      return hosts
    },
    get secrets() {
      return [...secrets].map(([name, { hosts: boundHosts }]) => ({ name, hosts: boundHosts }))
    },
    get access() {
      return getAccess()
    },
    get models() {
      return models
    },
    async setModels(granted) {
      models = granted
      await onChange(getAccess())
    },
    allowHost: (host) => setHosts([...hosts, host]),
    setHosts,
    async setSecret(name, value, boundHosts) {
      if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) {
        return error('secret.name', { name })
      }
      const invalid = boundHosts.find((host) => !isHostPattern(host) || host === '*')
      if (invalid !== undefined) return error('outside.host', { host: invalid })
      if (value === '') return error('secret.invalid.no-value', { name })
      if (boundHosts.length === 0) return error('secret.invalid.no-hosts', { name })
      secrets.set(name, { value, hosts: [...boundHosts] })
      await onChange(getAccess())
      return undefined
    },
    async removeSecret(name) {
      secrets.delete(name)
      await onChange(getAccess())
      return undefined
    },
  }
}

const isHostPattern = (host: string): boolean =>
  /^(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(:\d{1,5})?(\/([\w.~-]+\/)*)?$/i.test(host)
