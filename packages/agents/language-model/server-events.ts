import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** Yields the server-sent events of a response as they arrive. */
async function* readServerEvents(response: Response): AsyncGenerator<EventSourceMessage> {
  const reader = response.body?.getReader()
  if (!reader) return
  const events: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => void events.push(event) })
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      // Some services omit the blank line after the last event.
      parser.feed(done ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true }))
      yield* events.splice(0)
      if (done) return
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/**
 * Returns the events of a response, or its text if it is not a stream. Proxies send streams with other types, so that the
 * text decides.
 */
export async function readEventsOrText(
  response: Response,
): Promise<{ events: AsyncGenerator<EventSourceMessage>; text?: undefined } | { text: string }> {
  if (/event-stream/i.test(response.headers.get('content-type') ?? '')) return { events: readServerEvents(response) }
  const text = await response.text()
  return /^(?:data|event|id|retry)?:/.test(text.trimStart())
    ? { events: readServerEvents(new Response(text)) }
    : { text }
}
