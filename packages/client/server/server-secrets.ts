import { error, ProblemError, type Problem } from '@aw-flow/schema'
import type { NetworkAccess } from '../engine/network-access.ts'
import type { ServerApi } from './server-api.ts'

/** A secret on a server. Responses never contain its value. */
export interface ServerSecret {
  name: string
  hosts: readonly string[]
}

/** The secrets that a server stores in encrypted form for its runs. */
export type ServerSecrets = ReturnType<typeof createServerSecrets>

const pageSize = 500

export function createServerSecrets(api: ServerApi) {
  let cachedSecrets: readonly ServerSecret[] = []
  const catchProblem = async (work: () => Promise<void>): Promise<Problem | undefined> => {
    try {
      await work()
      return undefined
    } catch (cause) {
      if (cause instanceof ProblemError) return cause.problem
      throw cause
    }
  }
  const withoutSecret = (name: string): ServerSecret[] => cachedSecrets.filter((secret) => secret.name !== name)
  return {
    /** The secrets as last listed or changed in this page. Initially empty. */
    get current(): readonly ServerSecret[] {
      return cachedSecrets
    },
    /** Loads the list of secrets. Returns a problem if the server rejects the request or does not respond. */
    refresh: (): Promise<Problem | undefined> =>
      catchProblem(async () => {
        const { value } = await api.call('GET /api/v1/secrets', { query: { limit: pageSize } })
        cachedSecrets = value.items.map(({ name, hosts }) => ({ name, hosts }))
      }),
    /** Stores a secret and the hosts it may be sent to. The request is sent only over HTTPS or to this computer. */
    async set(name: string, value: string, hosts: readonly string[]): Promise<Problem | undefined> {
      if (!isSecureConnection(api.address)) return error('secret.plain-server', { address: api.address })
      return catchProblem(async () => {
        await api.call('PUT /api/v1/secrets/{name}', { path: { name }, body: { value, hosts: [...hosts] } })
        cachedSecrets = [...withoutSecret(name), { name, hosts: [...hosts] }]
      })
    },
    remove: (name: string): Promise<Problem | undefined> =>
      catchProblem(async () => {
        await api.call('DELETE /api/v1/secrets/{name}', { path: { name } })
        cachedSecrets = withoutSecret(name)
      }),
  }
}

/**
 * Combines the network access of runs in the page with that of runs on the server. Secrets set here are also stored on
 * the server.
 */
export const combineNetworkAccess = (pageAccess: NetworkAccess, secrets: ServerSecrets): NetworkAccess => ({
  get allowedHosts() {
    return pageAccess.allowedHosts
  },
  get secrets() {
    const names = new Set(pageAccess.secrets.map(({ name }) => name))
    return [...pageAccess.secrets, ...secrets.current.filter(({ name }) => !names.has(name))]
  },
  get access() {
    return pageAccess.access
  },
  get models() {
    return pageAccess.models
  },
  setModels: pageAccess.setModels,
  allowHost: pageAccess.allowHost,
  setHosts: pageAccess.setHosts,
  // The page validates the name, value and hosts before a request is sent.
  async setSecret(name, value, hosts) {
    const problem = await pageAccess.setSecret(name, value, hosts)
    // After a warning, the page has stored the secret.
    return problem?.severity === 'error' ? problem : ((await secrets.set(name, value, hosts)) ?? problem)
  },
  async removeSecret(name) {
    const problem = await pageAccess.removeSecret(name)
    return secrets.current.some((secret) => secret.name === name) ? secrets.remove(name) : problem
  },
})

/** Returns whether the connection to a URL is secure, because it uses HTTPS or stays on this computer. */
function isSecureConnection(address: string): boolean {
  const { protocol, hostname } = new URL(address, globalThis.location?.href)
  return protocol === 'https:' || /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}
