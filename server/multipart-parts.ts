/** A part of a form. Its body must be read to its end before the next part is asked for. */
export interface FormPart {
  /** The file's name as sent; `undefined` for a field that is no file. */
  fileName: string | undefined
  body: AsyncIterable<Uint8Array>
}

/** The form is not well-formed, or ends in the middle. */
export class BrokenForm extends Error {}

const longestHead = 16 * 1024
const mostParts = 100

/** The boundary that a Content-Type names, or `undefined` where it is no multipart form. */
export function formBoundary(contentType: string): string | undefined {
  const found = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s";,]{1,70}))/i.exec(contentType)
  return found?.[1] ?? found?.[2]
}

/**
 * The parts of a multipart form (RFC 7578) as they stream by. Holds no more than one piece of the source and a part's
 * head. What is wrong with the form, and a source that breaks off, throws `BrokenForm`.
 */
export async function* multipartParts(source: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<FormPart> {
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const pieces = source[Symbol.asyncIterator]()
  // The first delimiter may stand at the very beginning, without the line break of the others.
  let held = Buffer.from('\r\n')

  const more = async (): Promise<void> => {
    let next: IteratorResult<Uint8Array>
    try {
      next = await pieces.next()
    } catch (cause) {
      throw new BrokenForm('The form breaks off.', { cause })
    }
    if (next.done) throw new BrokenForm('The form ends in the middle.')
    held = held.length === 0 ? Buffer.from(next.value) : Buffer.concat([held, next.value])
  }
  async function* untilDelimiter(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const end = held.indexOf(delimiter)
      const safe = end < 0 ? Math.max(0, held.length - delimiter.length + 1) : end
      const piece = held.subarray(0, safe)
      held = held.subarray(end < 0 ? safe : end + delimiter.length)
      if (piece.length > 0) yield piece
      if (end >= 0) return
      await more()
    }
  }
  const line = async (): Promise<string> => {
    let end = held.indexOf('\r\n')
    while (end < 0) {
      if (held.length > longestHead) throw new BrokenForm('A line of the form is too long.')
      await more()
      end = held.indexOf('\r\n')
    }
    const text = held.toString('utf8', 0, end)
    held = held.subarray(end + 2)
    return text
  }

  try {
    await drain(untilDelimiter())
    for (let count = 0; ; count++) {
      while (held.length < 2) await more()
      if (held.toString('latin1', 0, 2) === '--') return
      if ((await line()).trim() !== '') throw new BrokenForm('A boundary is not alone on its line.')
      if (count >= mostParts) throw new BrokenForm('The form has too many parts.')
      let fileName: string | undefined
      let length = 0
      for (let header = await line(); header !== ''; header = await line()) {
        length += header.length
        if (length > longestHead) throw new BrokenForm('The head of a part is too long.')
        if (/^content-disposition\s*:/i.test(header)) fileName = fileNameOf(header)
      }
      yield { fileName, body: bodyOf(untilDelimiter()) }
    }
  } finally {
    await pieces.return?.()
  }
}

/** A body can be read once; a reader that stops early does not end the form. */
const bodyOf = (pieces: AsyncGenerator<Uint8Array>): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => ({ next: () => pieces.next() }),
})

/** Reads to the end and forgets. */
export async function drain(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _piece of pieces);
}

function fileNameOf(header: string): string | undefined {
  const encoded = /;\s*filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(header)?.[1]
  if (encoded !== undefined) {
    try {
      return decodeURIComponent(encoded)
    } catch {
      // Then the plain one, if there is one.
    }
  }
  const found = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header)
  // Browsers write a double quote as %22, other clients with a backslash.
  return found?.[1]?.replace(/\\(["\\])/g, '$1').replaceAll('%22', '"') ?? found?.[2]
}
