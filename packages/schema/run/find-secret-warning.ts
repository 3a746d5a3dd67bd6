import { warning, type Problem } from '../wire/problem.ts'

/** Secrets with fewer characters are likely to occur in unrelated text. */
const minSecretLength = 8

/** Returns a warning if a new secret is so short that masking it also masks unrelated text. @internal */
export const findSecretWarning = (name: string, value: string): Problem | undefined =>
  value.length < minSecretLength ? warning('secret.short', { name, min: minSecretLength }) : undefined
