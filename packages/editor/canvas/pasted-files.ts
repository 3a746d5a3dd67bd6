/**
 * What is on a clipboard as files of data: files as they are; else the cells that a spreadsheet puts there as text with
 * tabs; else the tables of a page; else text of several lines, or with something between cells. A word alone is no data.
 */
export function pastedFiles(data: DataTransfer | null): File[] {
  if (!data) return []
  if (data.files.length > 0) return [...data.files]
  const text = data.getData('text/plain')
  const html = data.getData('text/html')
  if (!text.includes('\t') && /<table[\s>]/i.test(html)) return [new File([html], 'pasted.html', { type: 'text/html' })]
  return /[\t\n\r,;|{[]/.test(text.trim()) ? [new File([text], 'pasted.txt', { type: 'text/plain' })] : []
}
