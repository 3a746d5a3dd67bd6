import type { Secret, Secrets } from '@aw-flow/engine'

/** Secrets of a tab: in the worker's memory only, gone with it. */
export interface TabSecrets extends Secrets {
  /** Replaces all. */
  set(secrets: readonly Secret[]): void
}

export function createTabSecrets(): TabSecrets {
  let kept = new Map<string, Secret>()
  return {
    find: async (name) => kept.get(name),
    list: async () => [...kept.values()].map(({ name, hosts }) => ({ name, hosts })),
    set: (secrets) => void (kept = new Map(secrets.map((secret) => [secret.name, secret]))),
  }
}
