import type { Secret, Secrets } from '@aw-flow/engine'

/** A tab's secrets, kept only in the memory of its worker. */
export interface TabSecrets extends Secrets {
  /** Replaces all secrets. */
  set(secrets: readonly Secret[]): void
}

export function createTabSecrets(): TabSecrets {
  let secretsByName = new Map<string, Secret>()
  return {
    find: async (name) => secretsByName.get(name),
    list: async () => [...secretsByName.values()].map(({ name, hosts }) => ({ name, hosts })),
    set: (secrets) => void (secretsByName = new Map(secrets.map((secret) => [secret.name, secret]))),
  }
}
