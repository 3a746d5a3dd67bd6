import { loadReportSchema, type NodeReport } from '@aw-flow/schema'
import { parsed, remember, remembered } from './remembered.ts'

const schema = loadReportSchema.pick({
  format: true,
  encoding: true,
  delimiter: true,
  skippedLines: true,
  rows: true,
  rejects: true,
})
/** What is told of a dataset after it was loaded for a look: how it was read, and how many rows came of it. */
export type HowLoaded = ReturnType<typeof schema.parse>

const place = 'loaded'
/** So many datasets are remembered; the first that were looked at go first. */
const most = 500

/** How datasets were loaded when this browser looked last, by id. What cannot be read is not known. */
export function howLoaded(): Readonly<Record<string, HowLoaded>> {
  const text = remembered(place)
  if (text !== last.text) last = { text, loads: readLoaded(parsed(text)) }
  return last.loads
}

/** What was read last: lists ask each time that they are drawn. */
let last: { text: string | null; loads: Readonly<Record<string, HowLoaded>> } = { text: null, loads: {} }

/** Those entries that can be read. */
export const readLoaded = (kept: unknown): Readonly<Record<string, HowLoaded>> =>
  Object.fromEntries(
    Object.entries(Object(kept) as object).flatMap(([id, one]: [string, unknown]) => {
      const { data } = schema.safeParse(one)
      return data ? [[id, data]] : []
    }),
  )

/** Whether the browser lets them be kept, the latest of them. */
export const rememberLoaded = (all: Readonly<Record<string, HowLoaded>>): boolean =>
  remember(place, JSON.stringify(Object.fromEntries(Object.entries(all).slice(-most))))

/** Keeps what a load has reported; answers all that is known then. */
export function keepHowLoaded(id: string, report: NodeReport | undefined): Readonly<Record<string, HowLoaded>> {
  const known = howLoaded()
  const { data } = loadReportSchema.safeParse(report?.kind === 'load' ? report.report : undefined)
  if (!data) return known
  const { format, encoding, delimiter, skippedLines, rows, rejects } = data
  const { [id]: _, ...others } = known
  const all = { ...others, [id]: { format, encoding, delimiter, skippedLines, rows, rejects } }
  rememberLoaded(all)
  return howLoaded()
}
