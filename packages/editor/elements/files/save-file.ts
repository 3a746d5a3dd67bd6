/** Offers a file to the person by the browser's own download, without leaving the page. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download holds its own reference as soon as it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
