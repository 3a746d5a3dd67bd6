import type { Page } from '@playwright/test'
import { goBlank } from '../studio/page.ts'

/** Everything that a page has stored: IndexedDB databases, OPFS files and localStorage. */
export interface ProfileDump {
  databases: {
    name: string
    version: number
    stores: {
      name: string
      keyPath: string | string[] | null
      autoIncrement: boolean
      indexes: { name: string; keyPath: string | string[]; unique: boolean; multiEntry: boolean }[]
      /** The encoded key and value of each record. */
      records: [key: unknown, value: unknown][]
    }[]
  }[]
  /** The path and the Base64 content of each file. */
  files: [path: string, content: string][]
  localStorage: Record<string, string>
}

/**
 * Restores a dump in a page's origin before the studio opens there, as if the program that produced the dump had been
 * used in this browser. The origin must be empty.
 */
export async function restoreProfile(page: Page, dump: ProfileDump): Promise<void> {
  await goBlank(page)
  await page.evaluate(async (text) => {
    const { databases, files, localStorage: texts } = JSON.parse(text) as ProfileDump
    const decodeBase64 = (base64: string): Uint8Array<ArrayBuffer> =>
      Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const decode = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(decode)
      if (typeof value !== 'object' || value === null) return value
      const { $type: type, ...rest } = value as Record<string, unknown>
      if (type === 'undefined') return undefined
      if (type === 'Date') return new Date(Number(rest.time))
      if (type === 'Blob') return new Blob([decodeBase64(String(rest.base64))], { type: String(rest.media) })
      if (type === 'File') {
        const options = { type: String(rest.media), lastModified: Number(rest.lastModified) }
        return new File([decodeBase64(String(rest.base64))], String(rest.name), options)
      }
      if (type === 'ArrayBuffer') return decodeBase64(String(rest.base64)).buffer
      if (type === 'Uint8Array') return decodeBase64(String(rest.base64))
      if (type !== undefined) throw new Error(`The dump holds a ${JSON.stringify(type)}, which cannot be restored.`)
      return Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, decode(item)]))
    }
    for (const { name, version, stores } of databases) {
      await new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(name, version)
        opening.addEventListener('error', () => reject(opening.error))
        opening.addEventListener('upgradeneeded', () => {
          for (const { name: store, keyPath, autoIncrement, indexes } of stores) {
            const created = opening.result.createObjectStore(store, { keyPath, autoIncrement })
            for (const { name: index, keyPath: path, unique, multiEntry } of indexes) {
              created.createIndex(index, path, { unique, multiEntry })
            }
          }
        })
        opening.addEventListener('success', () => {
          const database = opening.result
          const names = stores.map((store) => store.name)
          const transaction = database.transaction(names, 'readwrite')
          for (const { name: store, keyPath, records } of stores) {
            for (const [key, value] of records) {
              const target = transaction.objectStore(store)
              if (keyPath === null) target.put(decode(value), decode(key) as IDBValidKey)
              else target.put(decode(value))
            }
          }
          transaction.addEventListener('error', () => reject(transaction.error))
          transaction.addEventListener('complete', () => {
            database.close()
            resolve()
          })
        })
      })
    }
    for (const [path, content] of files) {
      const parts = path.split('/')
      let folder = await navigator.storage.getDirectory()
      for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true })
      const writable = await (await folder.getFileHandle(parts.at(-1)!, { create: true })).createWritable()
      await writable.write(decodeBase64(content))
      await writable.close()
    }
    for (const [key, value] of Object.entries(texts)) localStorage.setItem(key, value)
  }, JSON.stringify(dump))
}
