import { loadReportSchema, type NodeReport } from '@aw-flow/schema'
import { parsed, storeChoice, readChoice } from '../settings/stored-choice.ts'

const schema = loadReportSchema.pick({
  format: true,
  encoding: true,
  delimiter: true,
  skippedLines: true,
  rows: true,
  rejects: true,
})
/** Load summary of a dataset: how it was read and the number of rows. */
export type HowLoaded = ReturnType<typeof schema.parse>

const place = 'loaded'
/** Maximum number of stored summaries; the oldest are evicted. */
const max = 500

type Loads = Readonly<Record<string, HowLoaded>>

/** Stored load summaries by dataset id; invalid ones are ignored. */
export function howLoaded(): Loads {
  const text = readChoice(place)
  if (text !== last.text) last = { text, loads: { ...unstored, ...readLoaded(parsed(text)) } }
  return last.loads
}

/** Cached result of the last read, since lists read it on every render. */
let last: { text: string | null; loads: Loads } = { text: null, loads: {} }
/** Summaries that the browser could not store, kept in memory. */
let unstored: Loads = {}

/** Returns the valid entries. */
export const readLoaded = (value: unknown): Loads =>
  Object.fromEntries(
    Object.entries(Object(value) as object).flatMap(([id, item]: [string, unknown]) => {
      const { data } = schema.safeParse(item)
      return data ? [[id, data]] : []
    }),
  )

/** Stores the latest summaries and returns whether that succeeded. */
export const storeLoaded = (all: Loads): boolean =>
  storeChoice(place, JSON.stringify(Object.fromEntries(Object.entries(all).slice(-max))))

/** Stores the summary of a load report and returns all summaries. */
export function storeHowLoaded(id: string, report: NodeReport | undefined): Loads {
  const loads = howLoaded()
  const { data } = loadReportSchema.safeParse(report?.kind === 'load' ? report.report : undefined)
  if (!data) return loads
  const { format, encoding, delimiter, skippedLines, rows, rejects } = data
  const { [id]: _, ...others } = loads
  const load = { format, encoding, delimiter, skippedLines, rows, rejects }
  if (storeLoaded({ ...others, [id]: load })) return howLoaded()
  unstored = { ...unstored, [id]: load }
  last = { ...last, loads: { ...others, [id]: load } }
  return last.loads
}
