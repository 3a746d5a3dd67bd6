import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Locator } from '@playwright/test'

/** Drops a file, from a path or from bytes, on an element of a page. */
export async function dropFile(
  target: Locator,
  file: string | { name: string; bytes: Buffer },
  position: { clientX?: number; clientY?: number } = {},
): Promise<void> {
  const name = typeof file === 'string' ? basename(file) : file.name
  const bytes = typeof file === 'string' ? await readFile(file) : file.bytes
  const transfer = await target.page().evaluateHandle(
    ({ name: fileName, base64 }) => {
      const binary = atob(base64)
      const content = Uint8Array.from(binary, (character) => character.charCodeAt(0))
      const data = new DataTransfer()
      data.items.add(new File([content], fileName))
      return data
    },
    { name, base64: bytes.toString('base64') },
  )
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await target.dispatchEvent(type, { ...position, dataTransfer: transfer })
  }
}
