/** How long a workspace keeps one kind of data, as returned by the server. `null` means forever, or no limit. */
export interface RetentionItem {
  name: 'runs' | 'results' | 'deliveries' | 'audit_entries'
  /** The effective retention in days: the workspace's setting or, if it has none, the server's. */
  days: number | null
  workspace_days: number | null
  min_days: number
  max_days: number | null
}

/** Retention in days of each kind of data, as sent in `PUT /api/v1/retention`. */
export type RetentionDays = Record<RetentionItem['name'], number | null>

/**
 * Reads the retention periods from form fields. An empty field becomes `null`, so that the server's setting applies.
 */
export const toRetentionDays = (
  items: readonly Pick<RetentionItem, 'name'>[],
  fields: Readonly<Record<string, string>>,
): RetentionDays =>
  Object.fromEntries(
    items.map(({ name }) => {
      const text = (fields[name] ?? '').trim()
      return [name, text === '' ? null : Number(text)]
    }),
  ) as RetentionDays

/** Returns whether any new period is shorter than the current one, in which case stored data may be deleted. */
export const hasShorterPeriod = (items: readonly RetentionItem[], newDays: RetentionDays): boolean =>
  items.some(({ name, days }) => (newDays[name] ?? Infinity) < (days ?? Infinity))
