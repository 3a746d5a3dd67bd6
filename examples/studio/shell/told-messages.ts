import { problemSchema, type Problem } from '@aw-flow/schema'
import { parsed } from '../settings/remembered.ts'
import type { ToastEvent } from './studio-events.ts'

/** A message that can be read again, and answered as long as it was not. `at` in ms since 1970. */
export interface Told {
  text: string
  at: number
  tone?: Problem['severity'] | undefined
  action?: ToastEvent['action']
}

const place = 'aw-studio-told'
/** How many of them can be read again. */
const max = 50

/** What was reported in this tab, the latest first; what answered it has gone with the page that told it. */
export function reportedBefore(): readonly Told[] {
  try {
    const kept = parsed(sessionStorage.getItem(place))
    return Array.isArray(kept) ? kept.flatMap(readTold).slice(0, max) : []
  } catch {
    return []
  }
}

/** The list with one message more, kept as long as the tab is. */
export function reportMore(reported: readonly Told[], more: Omit<Told, 'at'>): readonly Told[] {
  const list = [{ ...more, at: Date.now() }, ...reported].slice(0, max)
  try {
    sessionStorage.setItem(place, JSON.stringify(list.map(({ text, at, tone }) => ({ text, at, tone }))))
  } catch {
    // Then it can be read again until the page is left.
  }
  return list
}

function readTold(one: unknown): readonly Told[] {
  const { text, at, tone } = Object(one) as Partial<Record<keyof Told, unknown>>
  if (typeof text !== 'string' || typeof at !== 'number') return []
  return [{ text, at, tone: problemSchema.shape.severity.safeParse(tone).data }]
}
