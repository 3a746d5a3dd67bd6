/** Returns the file that an action downloads, for tests only. Intercepts the download. */
export async function captureDownload(action: () => void): Promise<{ name: string; content: Blob }> {
  const { createObjectURL } = URL
  const { click } = HTMLAnchorElement.prototype
  const contents = new Map<string, Blob>()
  try {
    return await new Promise((resolve) => {
      URL.createObjectURL = (blob) => {
        const url = createObjectURL.call(URL, blob)
        contents.set(url, blob as Blob)
        return url
      }
      HTMLAnchorElement.prototype.click = function () {
        resolve({ name: this.download, content: contents.get(this.href) ?? new Blob() })
      }
      action()
    })
  } finally {
    URL.createObjectURL = createObjectURL
    HTMLAnchorElement.prototype.click = click
  }
}
