import type { PrivateFolder } from './private-folder.ts'

/** Reads a JSON file from the private file system. Returns `undefined` if the file does not exist. */
export async function readPrivateJson(folder: PrivateFolder, name: string): Promise<unknown> {
  for await (const [entry, file] of folder.entries())
    if (entry === name && file.kind === 'file') return JSON.parse(await (await file.getFile()).text())
  return undefined
}

/** Replaces a JSON file in the private file system. If the write is interrupted, the previous content remains. */
export async function writePrivateJson(folder: PrivateFolder, name: string, value: unknown): Promise<void> {
  const partialName = `${name}.part`
  // A file left by an interrupted write may be longer than the new content, and the end of the old content would
  // remain.
  await folder.removeEntry(partialName).catch(() => undefined)
  const file = await folder.getFileHandle(partialName, { create: true })
  const access = await file.createSyncAccessHandle()
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  try {
    if (access.write(bytes, { at: 0 }) < bytes.length) throw new DOMException('The disk is full.', 'QuotaExceededError')
    access.flush()
  } finally {
    access.close()
  }
  await file.move(name)
}
