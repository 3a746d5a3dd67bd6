import { readFileName } from '@aw-flow/engine'

/**
 * Returns the file name of a response: from `Content-Disposition` or else the last path segment of the URL.
 *
 * @internal
 */
export function findFileName(responseUrl: string, headers: Readonly<Record<string, string>>): string {
  const url = new URL(responseUrl)
  const lastSegment = url.pathname.split('/').filter(Boolean).at(-1)
  const name = readFileName(headers['content-disposition'] ?? '')?.trim() || decode(lastSegment ?? '') || url.host
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
