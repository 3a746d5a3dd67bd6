import type { Secret, Secrets } from '@aw-flow/engine'

/** A tab's secrets, held only in the memory of its worker. */
export interface TabSecrets extends Secrets {
  /** Replaces all secrets. */
  set(secrets: readonly Secret[]): void
}

export function createTabSecrets(): TabSecrets {
  let byName = new Map<string, Secret>()
  return {
    find: async (name) => byName.get(name),
    list: async () => [...byName.values()].map(({ name, hosts }) => ({ name, hosts })),
    set: (secrets) => void (byName = new Map(secrets.map((secret) => [secret.name, secret]))),
  }
}
