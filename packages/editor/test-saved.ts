/** The file that an action downloads, for tests only: waits until the browser would have started the download. */
export async function savedBy(act: () => void): Promise<{ name: string; content: Blob }> {
  const { createObjectURL } = URL
  const { click } = HTMLAnchorElement.prototype
  const contents = new Map<string, Blob>()
  try {
    return await new Promise((resolve) => {
      URL.createObjectURL = (blob) => {
        const address = createObjectURL.call(URL, blob)
        contents.set(address, blob as Blob)
        return address
      }
      HTMLAnchorElement.prototype.click = function () {
        resolve({ name: this.download, content: contents.get(this.href) ?? new Blob() })
      }
      act()
    })
  } finally {
    URL.createObjectURL = createObjectURL
    HTMLAnchorElement.prototype.click = click
  }
}
