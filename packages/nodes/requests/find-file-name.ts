/**
 * Returns the file name of a response: from `Content-Disposition` or else the last path segment of the URL.
 *
 * @internal
 */
export function findFileName(responseUrl: string, headers: Readonly<Record<string, string>>): string {
  const disposition = headers['content-disposition'] ?? ''
  const [, encodedName] = /filename\*=(?:utf-8|iso-8859-1)''([^;]+)/i.exec(disposition) ?? []
  const [, plainName] = /filename="?([^";]+)"?/i.exec(disposition) ?? []
  const url = new URL(responseUrl)
  const lastSegment = url.pathname.split('/').filter(Boolean).at(-1)
  const name = decode(encodedName ?? '') || plainName?.trim() || decode(lastSegment ?? '') || url.host
  // The name is only displayed and never used as a path.
  return [...name.replace(/[\\/\p{Cc}]/gu, '_')].slice(0, 200).join('')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
