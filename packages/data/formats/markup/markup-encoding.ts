/**
 * The encoding that a page or an XML document is written in: by its byte order mark, the pattern of its zeros, or what
 * it says of itself; UTF-8 where it says nothing, or Windows-1252 where it is no UTF-8. A WHATWG label.
 */
export function markupEncoding(head: Uint8Array): string {
  const [first, second, third] = head
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0x3c && second === 0) return 'utf-16le'
  if (first === 0 && second === 0x3c) return 'utf-16be'
  const text = new TextDecoder('windows-1252').decode(head.subarray(0, 8192))
  const said =
    /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/i.exec(text)?.[1] ??
    /<meta[^>]*\scharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(text)?.[1] ??
    /<meta[^>]*\scontent\s*=\s*["'][^"'>]*charset\s*=\s*([\w.:-]+)/i.exec(text)?.[1]
  const label = said === undefined ? undefined : known(said)
  // A document that can be read so far is not in two bytes a character, whatever it says.
  if (label !== undefined && !label.startsWith('utf-16')) return label
  return isUtf8(head) ? 'utf-8' : 'windows-1252'
}

function known(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}

/** True for bytes that are UTF-8, but for a character that is cut at the end. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
