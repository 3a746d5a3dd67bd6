import { problemSchema, type Problem } from '@aw-flow/schema'
import { parseJson } from '../../settings/stored-preference.ts'
import type { ToastEvent } from '../studio-events.ts'

/** A notification in the list. `at` is in milliseconds since the Unix epoch. */
export interface NotificationEntry {
  text: string
  at: number
  /** Language of the text, as a BCP 47 tag. */
  lang?: string | undefined
  /** The problem that the text describes. Allows the text to be rendered again in another language. */
  problem?: Problem | undefined
  tone?: Problem['severity'] | undefined
  action?: ToastEvent['action']
}

const storageKey = 'aw-studio-told'
/** Maximum number of notifications in the list. */
const maxNotifications = 50

/** Returns the notifications that this tab had before a reload, newest first. Their actions are lost. */
export function readStoredNotifications(): readonly NotificationEntry[] {
  try {
    const storedEntries = parseJson(sessionStorage.getItem(storageKey))
    return Array.isArray(storedEntries) ? storedEntries.flatMap(parseEntry).slice(0, maxNotifications) : []
  } catch {
    return []
  }
}

/** Adds a notification to the list and stores the list for this tab. */
export function addNotification(
  notifications: readonly NotificationEntry[],
  notification: Omit<NotificationEntry, 'at'>,
): readonly NotificationEntry[] {
  const list = [{ ...notification, at: Date.now() }, ...notifications].slice(0, maxNotifications)
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(list.map((entry) => ({ ...entry, action: undefined }))))
  } catch {
    // If storing fails, the list is lost on reload.
  }
  return list
}

function parseEntry(item: unknown): readonly NotificationEntry[] {
  const { text, at, tone, lang, problem } = Object(item) as Partial<Record<keyof NotificationEntry, unknown>>
  if (typeof text !== 'string' || typeof at !== 'number') return []
  return [
    {
      text,
      at,
      tone: problemSchema.shape.severity.safeParse(tone).data,
      lang: typeof lang === 'string' ? lang : undefined,
      problem: problemSchema.safeParse(problem).data,
    },
  ]
}
