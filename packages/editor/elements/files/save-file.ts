/** Starts a browser download of a file. @internal */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The URL can be revoked after a while: a download that has started keeps its own reference to the content.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
