import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Locator } from '@playwright/test'

/** A file by its path, or by its name and bytes. */
export type DroppedFile = string | { name: string; bytes: Buffer }

const toContent = async (file: DroppedFile): Promise<{ name: string; base64: string }> => ({
  name: typeof file === 'string' ? basename(file) : file.name,
  base64: (typeof file === 'string' ? await readFile(file) : file.bytes).toString('base64'),
})

/** Drops a file, or several at once, on an element of a page. */
export async function dropFile(
  target: Locator,
  file: DroppedFile | readonly DroppedFile[],
  position: { clientX?: number; clientY?: number } = {},
): Promise<void> {
  const contents = await Promise.all((Array.isArray(file) ? file : [file]).map(toContent))
  const transfer = await target.page().evaluateHandle((files) => {
    const data = new DataTransfer()
    for (const { name, base64 } of files) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      data.items.add(new File([bytes], name))
    }
    return data
  }, contents)
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await target.dispatchEvent(type, { ...position, dataTransfer: transfer })
  }
}
