/** The MIME type of a file that contains a URL instead of data. @internal */
export const urlFileType = 'text/uri-list'

/** Wraps a URL in a file without fetching it. Returns `undefined` if the text is not a URL. */
export function createUrlFile(text: string): File | undefined {
  const url =
    text
      .trim()
      .split(/[\r\n]+/)
      .find((line) => !line.startsWith('#')) ?? ''
  const isUrl = /^https?:\/\/\S+$/i.test(url) && URL.canParse(url)
  return isUrl ? new File([url], new URL(url).host, { type: urlFileType }) : undefined
}

/**
 * Converts clipboard content to data files: a single URL, files, spreadsheet cells (tab-separated text), tables from
 * web pages, or text with several lines or separators. A single word is not treated as data.
 */
export function readPastedFiles(data: DataTransfer | null): File[] {
  if (!data) return []
  if (data.files.length > 0) return [...data.files]
  const text = data.getData('text/plain')
  const urlFile = /[\r\n]/.test(text.trim()) ? undefined : createUrlFile(text)
  if (urlFile) return [urlFile]
  const html = data.getData('text/html')
  if (!text.includes('\t') && /<table[\s>]/i.test(html)) return [new File([html], 'pasted.html', { type: 'text/html' })]
  return /[\t\n\r,;|{[]/.test(text.trim()) ? [new File([text], 'pasted.txt', { type: 'text/plain' })] : []
}
