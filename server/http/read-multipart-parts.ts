/** A part of a form. Read its body to the end before you request the next part. */
export interface FormPart {
  /** The file name as sent; `undefined` for a field without a file. */
  fileName: string | undefined
  body: AsyncIterable<Uint8Array>
}

/** The form is malformed or incomplete. */
export class MalformedFormError extends Error {}

const maxHeaderLength = 16 * 1024
const maxParts = 100

/** Returns the boundary from a Content-Type; `undefined` if it is not a multipart form. */
export function readFormBoundary(contentType: string): string | undefined {
  const match = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s";,]{1,70}))/i.exec(contentType)
  return match?.[1] ?? match?.[2]
}

/**
 * Streams the parts of a multipart form (RFC 7578). Buffers at most one chunk of the source and the header of a part.
 *
 * @throws {MalformedFormError} for a malformed form or an interrupted source.
 */
export async function* readMultipartParts(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<FormPart> {
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const chunks = source[Symbol.asyncIterator]()
  // The first delimiter can be at the very beginning, without the line break of the others.
  let buffer = Buffer.from('\r\n')

  const readMore = async (): Promise<void> => {
    let next: IteratorResult<Uint8Array>
    try {
      next = await chunks.next()
    } catch (cause) {
      throw new MalformedFormError('The form is incomplete.', { cause })
    }
    if (next.done) throw new MalformedFormError('The form ends in the middle of a part.')
    buffer = buffer.length === 0 ? Buffer.from(next.value) : Buffer.concat([buffer, next.value])
  }
  async function* readUntilDelimiter(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const end = buffer.indexOf(delimiter)
      const safeEnd = end < 0 ? Math.max(0, buffer.length - delimiter.length + 1) : end
      const chunk = buffer.subarray(0, safeEnd)
      buffer = buffer.subarray(end < 0 ? safeEnd : end + delimiter.length)
      if (chunk.length > 0) yield chunk
      if (end >= 0) return
      await readMore()
    }
  }
  const readLine = async (): Promise<string> => {
    let end = buffer.indexOf('\r\n')
    while (end < 0) {
      if (buffer.length > maxHeaderLength) throw new MalformedFormError('A line of the form is too long.')
      await readMore()
      end = buffer.indexOf('\r\n')
    }
    const text = buffer.toString('utf8', 0, end)
    buffer = buffer.subarray(end + 2)
    return text
  }

  try {
    await drain(readUntilDelimiter())
    for (let count = 0; ; count++) {
      while (buffer.length < 2) await readMore()
      if (buffer.toString('latin1', 0, 2) === '--') return
      if ((await readLine()).trim() !== '') throw new MalformedFormError('A boundary is not alone on its line.')
      if (count >= maxParts) throw new MalformedFormError('The form has too many parts.')
      let fileName: string | undefined
      let length = 0
      for (let header = await readLine(); header !== ''; header = await readLine()) {
        length += header.length
        if (length > maxHeaderLength) throw new MalformedFormError('The header of a part is too long.')
        if (/^content-disposition\s*:/i.test(header)) fileName = readFileName(header)
      }
      yield { fileName, body: toBody(readUntilDelimiter()) }
    }
  } finally {
    await chunks.return?.()
  }
}

/** Creates the body of a part. It can be read once. A reader that stops early does not end the form. */
const toBody = (chunks: AsyncGenerator<Uint8Array>): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => ({ next: () => chunks.next() }),
})

/** Reads to the end and discards the data. */
export async function drain(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _chunk of chunks);
}

function readFileName(header: string): string | undefined {
  const encoded = /;\s*filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(header)?.[1]
  if (encoded !== undefined) {
    try {
      return decodeURIComponent(encoded)
    } catch {
      // Falls back to the plain name.
    }
  }
  const match = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header)
  // Browsers encode a double quote as %22, other clients with a backslash.
  return match?.[1]?.replace(/\\(["\\])/g, '$1').replaceAll('%22', '"') ?? match?.[2]
}
