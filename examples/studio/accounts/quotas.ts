/** A quota of a workspace, as returned by the server. `null`: no limit. */
export interface Quota {
  name: QuotaName
  /** `null`: a cost that is unknown because no price is known. */
  used: number | null
  /** The limit that applies. */
  limit: number | null
  workspace_limit: number | null
  server_limit: number | null
}

export type QuotaName =
  | 'storage_bytes'
  | 'concurrent_runs'
  | 'run_minutes'
  | 'model_requests'
  | 'model_tool_calls'
  | 'model_input_tokens'
  | 'model_output_tokens'
  | 'model_cost'
  | 'model_minutes'

/** Decimal megabytes, as in the sizes on all pages. */
const bytesPerMegabyte = 1_000_000

/** Returns the name of a month such as `2026-11` in a language. */
export const formatMonth = (month: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(month))

/** Returns the value of the field for a limit: megabytes for storage, otherwise the limit. An empty field: no limit. */
export function toFieldValue({ name, workspace_limit: limit }: Pick<Quota, 'name' | 'workspace_limit'>): string {
  if (limit === null) return ''
  return String(name === 'storage_bytes' ? Math.ceil(limit / bytesPerMegabyte) : limit)
}

/** Returns the limits for `PUT /api/v1/quotas`. A limit whose field was not changed keeps its exact value. */
export function toLimits(
  quotas: readonly Pick<Quota, 'name' | 'workspace_limit'>[],
  fields: Readonly<Record<string, string>>,
): Record<QuotaName, number | null> {
  const limits = quotas.map((quota): [QuotaName, number | null] => {
    const text = (fields[quota.name] ?? '').trim()
    if (text === toFieldValue(quota)) return [quota.name, quota.workspace_limit]
    if (text === '') return [quota.name, null]
    return [quota.name, quota.name === 'storage_bytes' ? Number(text) * bytesPerMegabyte : Number(text)]
  })
  return Object.fromEntries(limits) as Record<QuotaName, number | null>
}

/** Whether a quota is used up. The server then rejects new runs or files. */
export const isUsedUp = ({ used, limit }: Pick<Quota, 'used' | 'limit'>): boolean =>
  limit !== null && used !== null && used >= limit
