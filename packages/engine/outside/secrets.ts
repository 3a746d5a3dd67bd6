/**
 * A stored secret with the hosts that it may be sent to (`api.example.com`, `*.example.com`, `host:port`).
 *
 * @internal
 */
export interface Secret {
  name: string
  value: string
  hosts: readonly string[]
}

/** A secret without its value. @internal */
export type SecretSummary = Omit<Secret, 'value'>

/** The storage of secrets. Only brokers use it; nodes never see a value. @internal */
export interface Secrets {
  find(name: string): Promise<Secret | undefined>
  list(): Promise<SecretSummary[]>
}

/** Matches valid names of secrets. @internal */
export const secretNamePattern = /^[A-Za-z0-9][\w.-]{0,63}$/

/** An empty store of secrets. @internal */
export const noSecrets: Secrets = {
  find: () => Promise.resolve(undefined),
  list: () => Promise.resolve([]),
}
