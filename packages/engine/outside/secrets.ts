/** A secret as its keeper holds it. It may go to these hosts only (`api.example.com`, `*.example.com`, `host:port`). */
export interface Secret {
  name: string
  value: string
  hosts: readonly string[]
}

/** What may be told of a secret. */
export type SecretSummary = Omit<Secret, 'value'>

/** Port: where secrets are kept. Given to brokers only; no node sees a value. */
export interface Secrets {
  find(name: string): Promise<Secret | undefined>
  list(): Promise<SecretSummary[]>
}

/** What a secret may be called. */
export const secretName = /^[A-Za-z0-9][\w.-]{0,63}$/

/** None at all. */
export const noSecrets: Secrets = {
  find: () => Promise.resolve(undefined),
  list: () => Promise.resolve([]),
}
