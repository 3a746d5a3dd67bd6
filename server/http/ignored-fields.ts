import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'

/**
 * Names ignored fields in a header, for clients that do not read `ignored_fields` of a response. Characters other than
 * those of a quoted string in a header are replaced.
 */
export function warnOfIgnoredFields(context: Context<AppEnvironment>, ignoredFields: readonly string[]): void {
  if (ignoredFields.length === 0) return
  const names = ignoredFields
    .join(', ')
    .replace(/[^\x20-\x7e]|["\\]/g, '?')
    .slice(0, 1_000)
  context.header('Warning', `299 aw "Ignored fields: ${names}"`, { append: true })
}

/** Adds the fields of a request that were not stored to the response JSON, so that clients notice. */
export const withIgnoredFields = (json: string, ignoredFields: readonly string[]): string =>
  ignoredFields.length === 0 ? json : `${json.slice(0, -1)},"ignored_fields":${JSON.stringify(ignoredFields)}}`

/** Adds ignored query parameters to a JSON object that is sent. Files and other responses have only the header. */
export async function addIgnoredFields(response: Response, ignoredFields: readonly string[]): Promise<Response> {
  const { status, headers } = response
  const isJson = headers.get('content-type')?.startsWith('application/json') && !headers.has('content-disposition')
  if (ignoredFields.length === 0 || !isJson) return response
  const json = await response.text()
  const isExtensible = json.startsWith('{') && json !== '{}' && !json.includes('"ignored_fields":')
  headers.delete('content-length')
  return new Response(isExtensible ? withIgnoredFields(json, ignoredFields) : json, { status, headers })
}
