import type { NodeReport } from '@aw-flow/schema'
import { loadReportSchema } from '@aw-flow/schema/internal'
import { parseJson, storePreference, readPreference } from '../settings/stored-preference.ts'

const schema = loadReportSchema.pick({
  format: true,
  encoding: true,
  delimiter: true,
  skippedLines: true,
  rows: true,
  rejects: true,
})
/** How a dataset was last read, and how many rows it has. */
export type LoadSummary = ReturnType<typeof schema.parse>

const storageKey = 'loaded'
/** Maximum number of stored summaries. The oldest ones are evicted. */
const maxSummaries = 500

type SummariesById = Readonly<Record<string, LoadSummary>>

/** Returns the stored load summaries, keyed by dataset ID. Invalid ones are ignored. */
export function getLoadSummaries(): SummariesById {
  const text = readPreference(storageKey)
  if (text !== cache.text) cache = { text, summaries: { ...unstoredSummaries, ...parseLoadSummaries(parseJson(text)) } }
  return cache.summaries
}

/** The most recently parsed summaries, cached because lists read them on every render. */
let cache: { text: string | null; summaries: SummariesById } = { text: null, summaries: {} }
/** Summaries that could not be stored and are therefore only kept in memory. */
let unstoredSummaries: SummariesById = {}

/** Parses load summaries and drops invalid ones. */
export const parseLoadSummaries = (value: unknown): SummariesById =>
  Object.fromEntries(
    Object.entries(Object(value) as object).flatMap(([id, item]: [string, unknown]) => {
      const { data } = schema.safeParse(item)
      return data ? [[id, data]] : []
    }),
  )

/** Stores the most recent summaries. Returns whether that succeeded. */
export const storeLoadSummaries = (summaries: SummariesById): boolean =>
  storePreference(storageKey, JSON.stringify(Object.fromEntries(Object.entries(summaries).slice(-maxSummaries))))

/** Stores the summary of a load report and returns all summaries. */
export function storeLoadSummary(id: string, report: NodeReport | undefined): SummariesById {
  const summaries = getLoadSummaries()
  const { data } = loadReportSchema.safeParse(report?.kind === 'load' ? report.report : undefined)
  if (!data) return summaries
  const { format, encoding, delimiter, skippedLines, rows, rejects } = data
  const { [id]: _, ...otherSummaries } = summaries
  const summary = { format, encoding, delimiter, skippedLines, rows, rejects }
  if (storeLoadSummaries({ ...otherSummaries, [id]: summary })) return getLoadSummaries()
  unstoredSummaries = { ...unstoredSummaries, [id]: summary }
  cache = { ...cache, summaries: { ...otherSummaries, [id]: summary } }
  return cache.summaries
}
