/** The file name of a response: from its `Content-Disposition`, or else the last segment of the path. @internal */
export function fileNameOf(address: string, headers: Readonly<Record<string, string>>): string {
  const disposition = headers['content-disposition'] ?? ''
  const [, encoded] = /filename\*=(?:utf-8|iso-8859-1)''([^;]+)/i.exec(disposition) ?? []
  const [, plain] = /filename="?([^";]+)"?/i.exec(disposition) ?? []
  const url = new URL(address)
  const last = url.pathname.split('/').filter(Boolean).at(-1)
  const name = decoded(encoded ?? '') || plain?.trim() || decoded(last ?? '') || url.host
  // The name is only shown and never used as a path.
  return [...name.replace(/[\\/\p{Cc}]/gu, '_')].slice(0, 200).join('')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
