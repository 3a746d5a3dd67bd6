/** A workspace quota as returned by the server. A `null` limit means unlimited. */
export interface Quota {
  name: QuotaName
  /** Usage so far. `null` if a cost is unknown because no price is available. */
  used: number | null
  /** The effective limit. */
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

/** Decimal megabytes, consistent with the sizes on all pages. */
const bytesPerMegabyte = 1_000_000

/** Formats a month such as `2026-11` for a locale, for example `November 2026`. */
export const formatMonth = (month: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(month))

/** Returns the workspace limit as text for its form field, in megabytes for storage. Empty if unlimited. */
export function toFieldValue({ name, workspace_limit: limit }: Pick<Quota, 'name' | 'workspace_limit'>): string {
  if (limit === null) return ''
  return String(name === 'storage_bytes' ? Math.ceil(limit / bytesPerMegabyte) : limit)
}

/** Converts the form fields to the body of `PUT /api/v1/quotas`. Unchanged fields keep their exact limit. */
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

/** Returns whether a quota is used up, in which case the server rejects new runs or files. */
export const isUsedUp = ({ used, limit }: Pick<Quota, 'used' | 'limit'>): boolean =>
  limit !== null && used !== null && used >= limit
