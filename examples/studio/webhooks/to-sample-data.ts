import type { Json } from '@aw-flow/schema'

/** Maximum length of the sample data, which is stored in every version of the workflow. */
export const maxSampleLength = 100_000

/**
 * Converts received data to text for the setting "Sample data". `{{` is escaped, because it would start an expression.
 * In JSON, it can occur only inside strings.
 *
 * @returns The text, or `undefined` if it would be longer than `maxSampleLength`.
 *
 * @example
 * toSampleData({ name: '{{Ada}}' }) // '{\n  "name": "{\\u007bAda}}"\n}'
 */
export function toSampleData(data: Json): string | undefined {
  const text = JSON.stringify(data, null, 2).replaceAll('{{', String.raw`{\u007b`)
  return text.length > maxSampleLength ? undefined : text
}

const credentialPattern = /auth|cookie|key|password|secret|signature|token/i

/** Removes headers that may contain credentials, because workflows are shared. */
export const omitCredentials = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !credentialPattern.test(name)))
