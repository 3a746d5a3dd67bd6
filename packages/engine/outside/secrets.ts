/** A stored secret with the hosts that it may be sent to (`api.example.com`, `*.example.com`, `host:port`). */
export interface Secret {
  name: string
  value: string
  hosts: readonly string[]
}

/** A secret without its value. */
export type SecretSummary = Omit<Secret, 'value'>

/** Port: the storage of secrets. Only brokers use it; nodes never see a value. */
export interface Secrets {
  find(name: string): Promise<Secret | undefined>
  list(): Promise<SecretSummary[]>
}

/** Valid names of secrets. */
export const secretName = /^[A-Za-z0-9][\w.-]{0,63}$/

/** A storage without secrets. */
export const noSecrets: Secrets = {
  find: () => Promise.resolve(undefined),
  list: () => Promise.resolve([]),
}
