import { mkdtempSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach } from 'vitest'

/** A temporary folder for the tests of a file, emptied after each test and removed after the last. */
export function testFolder(): {
  folder: string
  text(name: string): Promise<string>
  json(name: string): Promise<Record<string, unknown>>
} {
  const folder = mkdtempSync(join(tmpdir(), 'aw-cli-'))
  afterEach(async () => {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8')
  return { folder, text, json: async (name) => JSON.parse(await text(name)) as Record<string, unknown> }
}

/** The path of a file in the project's `test/fixtures`. */
export const fixture = (name: string): string => resolve(import.meta.dirname, '../../test/fixtures', name)

/** The main example workflow. */
export const cosmoReady = resolve(import.meta.dirname, '../../examples/workflows/cosmo-ready.json')
