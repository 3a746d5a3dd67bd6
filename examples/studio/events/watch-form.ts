import type { Json } from '@aw-flow/schema'
import type { Watch } from './server-events.ts'

/** Request body for adding or changing a watch. */
export type WatchBody = {
  name: string
  source: Watch['source']
  pattern: string
  interval_seconds: number
}

/** Reads the watch form. */
export function toWatchBody(data: FormData): WatchBody {
  const read = (field: string): string => String(data.get(field) ?? '').trim()
  return {
    name: read('name'),
    source:
      read('kind') === 's3'
        ? {
            kind: 's3',
            url: read('url').replace(/\/$/, ''),
            prefix: read('prefix'),
            region: read('region'),
            secret: read('secret'),
          }
        : { kind: 'folder', path: trimSlashes(read('path')), recursive: data.has('recursive') },
    pattern: read('pattern') || '*',
    interval_seconds: Number(read('interval')),
  }
}

/** Removes leading and trailing slashes, which users often type but the server does not accept. */
function trimSlashes(path: string): string {
  const segments = path.split('/')
  while (segments[0] === '') segments.shift()
  while (segments.at(-1) === '') segments.pop()
  return segments.join('/')
}

/** Reads the form for publishing an event. Returns `undefined` if the data is not valid JSON. */
export function toEventBody(form: FormData): { type: string; subject?: string; data: Json } | undefined {
  const read = (field: string): string => String(form.get(field) ?? '').trim()
  const subject = read('subject')
  const text = read('data')
  try {
    const data = (text === '' ? {} : JSON.parse(text)) as Json
    return { type: read('type'), ...(subject === '' ? {} : { subject }), data }
  } catch {
    return undefined
  }
}
