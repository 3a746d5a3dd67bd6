/** Gives a person a file to keep. */
export function downloadFile(name: string, bytes: Blob): void {
  const url = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the address after the click has been answered.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
