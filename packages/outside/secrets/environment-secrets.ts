import { splitHosts, secretNamePattern, type Secret, type Secrets } from '@aw-flow/engine'

/**
 * Reads secrets from environment variables. `AW_SECRET_GITHUB` is the value of the secret `github` (or `GitHub`; `-`
 * and `.` become `_`). `AW_SECRET_GITHUB_HOSTS` lists the hosts to which it may be sent, separated by commas. A secret
 * without hosts is never sent.
 *
 * @internal
 */
export function createEnvironmentSecrets(environment: NodeJS.ProcessEnv): Secrets {
  const find = async (name: string): Promise<Secret | undefined> => {
    if (!secretNamePattern.test(name)) return undefined
    const key = toSecretVariable(name)
    const value = environment[key]
    return value === undefined || value === ''
      ? undefined
      : { name, value, hosts: splitHosts(environment[`${key}_HOSTS`]) }
  }
  return {
    find,
    async list() {
      const keys = Object.keys(environment).filter((key) => /^AW_SECRET_\w+$/.test(key))
      const valueKeys = keys.filter((key) => !(key.endsWith('_HOSTS') && keys.includes(key.slice(0, -'_HOSTS'.length))))
      return valueKeys.map((key) => ({
        name: key.slice('AW_SECRET_'.length).toLowerCase(),
        hosts: splitHosts(environment[`${key}_HOSTS`]),
      }))
    },
  }
}

/** Returns the name of a secret's environment variable, such as `AW_SECRET_GITHUB` for `github`. @internal */
export const toSecretVariable = (name: string): string => `AW_SECRET_${name.toUpperCase().replaceAll(/[-.]/g, '_')}`

/** Combines several secret stores. The first store that has a secret provides it. @internal */
export function combineSecrets(...stores: readonly Secrets[]): Secrets {
  return {
    async find(name) {
      for (const store of stores) {
        const secret = await store.find(name)
        if (secret) return secret
      }
      return undefined
    },
    list: async () => (await Promise.all(stores.map((store) => store.list()))).flat(),
  }
}
