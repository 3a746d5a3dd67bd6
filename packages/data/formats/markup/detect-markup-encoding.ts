/**
 * Detects the encoding of an HTML page or XML document from its byte order mark, the position of zero bytes, or its
 * declaration. Without any of them, the encoding is UTF-8, or Windows-1252 if the bytes are not valid UTF-8. Returns a
 * WHATWG encoding label.
 */
export function detectMarkupEncoding(head: Uint8Array): string {
  const [first, second, third] = head
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0x3c && second === 0) return 'utf-16le'
  if (first === 0 && second === 0x3c) return 'utf-16be'
  const text = new TextDecoder('windows-1252').decode(head.subarray(0, 8192))
  const declaredLabel =
    /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/i.exec(text)?.[1] ??
    /<meta[^<>]*\scharset\s*=\s*(?:["']\s*)?([\w.:-]+)/i.exec(text)?.[1] ??
    /<meta[^<>]*\scontent\s*=\s*["'][^"'<>]*charset\s*=\s*([\w.:-]+)/i.exec(text)?.[1]
  const label = declaredLabel === undefined ? undefined : normalizeLabel(declaredLabel)
  // If a declaration of UTF-16 can be read as single bytes, it is wrong.
  if (label !== undefined && !label.startsWith('utf-16')) return label
  return isUtf8(head) ? 'utf-8' : 'windows-1252'
}

function normalizeLabel(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}

/** Returns whether the bytes are valid UTF-8. The last character may be incomplete. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
