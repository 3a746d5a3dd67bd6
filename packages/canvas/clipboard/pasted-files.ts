/** The type of a file that stands for an address: it holds the address and nothing of what is there. */
export const addressFileType = 'text/uri-list'

/** An address to load from as a file that stands for it; `undefined` for any other text. Nothing is fetched. */
export function addressFile(text: string): File | undefined {
  const address =
    text
      .trim()
      .split(/[\r\n]+/)
      .find((line) => !line.startsWith('#')) ?? ''
  const isAddress = /^https?:\/\/\S+$/i.test(address) && URL.canParse(address)
  return isAddress ? new File([address], new URL(address).host, { type: addressFileType }) : undefined
}

/**
 * What is on a clipboard as files of data: an address alone as such; files as they are; else the cells that a spreadsheet puts there as text with
 * tabs; else the tables of a page; else text of several lines, or with something between cells. A word alone is no data.
 */
export function pastedFiles(data: DataTransfer | null): File[] {
  if (!data) return []
  if (data.files.length > 0) return [...data.files]
  const text = data.getData('text/plain')
  const address = /[\r\n]/.test(text.trim()) ? undefined : addressFile(text)
  if (address) return [address]
  const html = data.getData('text/html')
  if (!text.includes('\t') && /<table[\s>]/i.test(html)) return [new File([html], 'pasted.html', { type: 'text/html' })]
  return /[\t\n\r,;|{[]/.test(text.trim()) ? [new File([text], 'pasted.txt', { type: 'text/plain' })] : []
}
