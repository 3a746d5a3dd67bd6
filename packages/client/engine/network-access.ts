import { error, type GrantedModels, type Problem } from '@aw-flow/schema'
import { findSecretWarning } from '@aw-flow/schema/internal'
import type { Access } from './request-schemas.ts'

/** The network access of a page's runs. Kept only in memory; reloading the page resets it. @public */
export interface NetworkAccess {
  /** The allowed hosts. `*` allows all public hosts; private hosts must be listed by name. */
  readonly allowedHosts: readonly string[]
  /** The names of secrets and the hosts that they may be sent to. Secret values cannot be read. */
  readonly secrets: readonly { name: string; hosts: readonly string[] }[]
  /** The current access including secret values, for use by the engine only. @internal */
  readonly access: Access
  /** The language models that runs in this page may use. Initially none. */
  readonly models: GrantedModels
  /** Replaces the language models. A model at a private address also requires `allowHost`. */
  setModels(models: GrantedModels): Promise<void>
  /** Allows a host. The host may have a private address. */
  allowHost(host: string): Promise<Problem | undefined>
  /** Replaces the allowed hosts. */
  setHosts(hosts: readonly string[]): Promise<Problem | undefined>
  /**
   * Sets a secret's value together with its hosts, so that an existing value is never sent to new hosts. If the secret
   * is set but is too short, the problem is a warning.
   */
  setSecret(name: string, value: string, hosts: readonly string[]): Promise<Problem | undefined>
  /** Removes a secret. Returns a problem if it could not be removed from the server. */
  removeSecret(name: string): Promise<Problem | undefined>
}

/** @param onChange - Called with the complete access after each change. */
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
    const invalidHost = newHosts.find((host) => !isHostPattern(host))
    if (invalidHost !== undefined) return error('outside.host', { host: invalidHost })
    hosts = [...new Set(newHosts)]
    await onChange(getAccess())
    return undefined
  }
  return {
    get allowedHosts() {
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
    async setModels(newModels) {
      models = newModels
      await onChange(getAccess())
    },
    allowHost: (host) => setHosts([...hosts, host]),
    setHosts,
    async setSecret(name, value, boundHosts) {
      if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) {
        return error('secret.name', { name })
      }
      const invalidHost = boundHosts.find((host) => !isHostPattern(host) || host === '*')
      if (invalidHost !== undefined) return error('outside.host', { host: invalidHost })
      if (value === '') return error('secret.invalid.no-value', { name })
      if (boundHosts.length === 0) return error('secret.invalid.no-hosts', { name })
      secrets.set(name, { value, hosts: [...boundHosts] })
      await onChange(getAccess())
      return findSecretWarning(name, value)
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
