/** Downloads a file in the browser without leaving the page. @internal */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download that has started keeps its own reference to the content.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
