import { decodeBody } from '../text/decode-body.ts'
import { unpackBody } from '../text/unpack-body.ts'
import type { EgressResponse } from './egress.ts'

/** Number of bytes that are read, and number of characters that are shown. */
const [maxBytes, maxLength] = [2_000, 200]

/**
 * Describes an unexpected response by its type and its first characters, such as `text/html: <title>Sign in</title>`, and
 * closes it. Returns an empty string if it has neither.
 *
 * @param options `guessEncoding`: see `decodeBody`.
 * @internal
 */
export async function describeResponse(
  { headers, body, close, redact }: Pick<EgressResponse, 'headers' | 'body' | 'close' | 'redact'>,
  options: { guessEncoding?: (sample: Uint8Array) => string } = {},
): Promise<string> {
  const type = headers['content-type'] ?? ''
  let received = new Uint8Array()
  try {
    for await (const chunk of body) {
      received = Uint8Array.of(...received, ...chunk.subarray(0, maxBytes))
      if (received.length >= maxBytes) break
    }
  } catch {
    // The beginning that was received is all that can be shown.
  }
  await close()
  const { bytes } = await unpackBody(received, { maxBytes, isStart: true })
  const text = redact(decodeBody(bytes.subarray(0, maxBytes), type, options))
  return joinTypeAndStart(type, text)
}

/** Describes an unexpected response with a known text. See `describeResponse`. @internal */
export function joinTypeAndStart(type: string, text: string): string {
  const start = text.slice(0, maxBytes).replace(/\s+/g, ' ').trim().slice(0, maxLength).replace(/\.$/, '')
  return [type, start].filter(Boolean).join(': ')
}
