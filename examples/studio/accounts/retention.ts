/** How long a workspace keeps one kind of data, as returned by the server. `null`: forever, or no limit. */
export interface RetentionItem {
  name: 'runs' | 'results' | 'deliveries' | 'audit_entries'
  /** The days in effect: the workspace's own or, if it has none, the server's. */
  days: number | null
  workspace_days: number | null
  min_days: number
  max_days: number | null
}

/** Days of each kind for `PUT /api/v1/retention`. */
export type RetentionDays = Record<RetentionItem['name'], number | null>

/** Reads the days from the fields of a form. An empty field is `null`: the server's setting applies. */
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

/** Returns whether a new period is shorter than the current one, so that stored data may be deleted. */
export const isShorter = (items: readonly RetentionItem[], newDays: RetentionDays): boolean =>
  items.some(({ name, days }) => (newDays[name] ?? Infinity) < (days ?? Infinity))
