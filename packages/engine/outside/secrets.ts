/**
 * A stored secret and the hosts that it may be sent to, such as `api.example.com`, `*.example.com` or `host:port`.
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

/** Storage for secrets. Only brokers access it; nodes never see a secret's value. @internal */
export interface Secrets {
  find(name: string): Promise<Secret | undefined>
  list(): Promise<SecretSummary[]>
}

/** Matches valid secret names. @internal */
export const secretNamePattern = /^[A-Za-z0-9][\w.-]{0,63}$/

/** Storage that never contains secrets. @internal */
export const noSecrets: Secrets = {
  find: () => Promise.resolve(undefined),
  list: () => Promise.resolve([]),
}
