import { loadReportSchema, type NodeReport } from '@aw-flow/schema'
import { parsed, remember, remembered } from '../settings/remembered.ts'

const schema = loadReportSchema.pick({
  format: true,
  encoding: true,
  delimiter: true,
  skippedLines: true,
  rows: true,
  rejects: true,
})
/** What is reported of a dataset after it was loaded for a look: how it was read, and how many rows came of it. */
export type HowLoaded = ReturnType<typeof schema.parse>

const place = 'loaded'
/** So many datasets are remembered; the first that were looked at go first. */
const max = 500

type Loads = Readonly<Record<string, HowLoaded>>

/** How datasets were loaded when this browser looked last, by id. What cannot be read is not known. */
export function howLoaded(): Loads {
  const text = remembered(place)
  if (text !== last.text) last = { text, loads: { ...unkept, ...readLoaded(parsed(text)) } }
  return last.loads
}

/** What was read last: lists ask each time that they are drawn. */
let last: { text: string | null; loads: Loads } = { text: null, loads: {} }
/** What the browser did not let be kept: it is known until the page is left. */
let unkept: Loads = {}

/** Those entries that can be read. */
export const readLoaded = (kept: unknown): Loads =>
  Object.fromEntries(
    Object.entries(Object(kept) as object).flatMap(([id, one]: [string, unknown]) => {
      const { data } = schema.safeParse(one)
      return data ? [[id, data]] : []
    }),
  )

/** Whether the browser lets them be kept, the latest of them. */
export const rememberLoaded = (all: Loads): boolean =>
  remember(place, JSON.stringify(Object.fromEntries(Object.entries(all).slice(-max))))

/** Keeps what a load has reported; answers all that is known then. */
export function keepHowLoaded(id: string, report: NodeReport | undefined): Loads {
  const known = howLoaded()
  const { data } = loadReportSchema.safeParse(report?.kind === 'load' ? report.report : undefined)
  if (!data) return known
  const { format, encoding, delimiter, skippedLines, rows, rejects } = data
  const { [id]: _, ...others } = known
  const load = { format, encoding, delimiter, skippedLines, rows, rejects }
  if (rememberLoaded({ ...others, [id]: load })) return howLoaded()
  unkept = { ...unkept, [id]: load }
  last = { ...last, loads: { ...others, [id]: load } }
  return last.loads
}
