/** Downloads a file in the browser without leaving the page. @internal */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download that has started keeps its own reference to the content.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
