import type { Json } from '@aw-flow/schema'

/** Maximum length of sample data. It is stored in each version of the workflow. */
export const maxSampleLength = 100_000

/**
 * Converts received data to the text of the setting "Sample data". `{{` is escaped, because it would begin an
 * expression. In JSON, it occurs only in strings.
 *
 * @returns `undefined` if the text would be longer than `maxSampleLength`.
 *
 * @example
 * toSampleData({ name: '{{Ada}}' }) // '{\n  "name": "{\\u007bAda}}"\n}'
 */
export function toSampleData(data: Json): string | undefined {
  const text = JSON.stringify(data, null, 2).replaceAll('{{', String.raw`{\u007b`)
  return text.length > maxSampleLength ? undefined : text
}

const credentialNames = /auth|cookie|key|password|secret|signature|token/i

/** Returns headers without those that may contain credentials, because documents are shared. */
export const omitCredentials = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !credentialNames.test(name)))
