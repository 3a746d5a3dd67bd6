import { runEventSchema, type RunEvent, type RunProgress } from '@aw-flow/schema'
import { textSchema } from '@aw-flow/schema/internal'
import { z } from 'zod'

/** An item of a run's event stream. */
export type ServerEvent =
  | { kind: 'event'; event: RunEvent }
  | { kind: 'progress'; progress: RunProgress }
  | { kind: 'end' }

const progressSchema = z.object({
  run: z.string(),
  node: z.string(),
  done: z.number(),
  total: z.number().optional(),
  unit: z.enum(['rows', 'bytes', 'steps']),
  message: textSchema.optional(),
})

/**
 * Parses the server-sent events of a run. An incomplete event at the end is discarded, because the server will resend
 * it.
 */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      text += decoder.decode(value, { stream: true })
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const event = parseEvent(text.slice(0, end))
        text = text.slice(end + 2)
        if (event) yield event
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function parseEvent(block: string): ServerEvent | undefined {
  let kind = 'message'
  const data: string[] = []
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) kind = line.slice(6).trim()
    else if (line.startsWith('data:')) data.push(line.slice(5).trimStart())
  }
  if (kind === 'end') return { kind }
  // Ignores event kinds introduced by newer servers.
  if (kind !== 'run-event' && kind !== 'progress') return undefined
  const json: unknown = JSON.parse(data.join('\n'))
  if (kind === 'run-event') return { kind: 'event', event: runEventSchema.parse(json) }
  return { kind, progress: progressSchema.parse(json) as RunProgress }
}
