import { mkdtempSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach } from 'vitest'

/**
 * Creates a temporary folder for the tests in a test file. It is emptied after each test and removed after the last.
 */
export function createTestFolder(): {
  folder: string
  readText(name: string): Promise<string>
  readJson(name: string): Promise<Record<string, unknown>>
} {
  const folder = mkdtempSync(join(tmpdir(), 'aw-cli-'))
  afterEach(async () => {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const readText = (name: string): Promise<string> => readFile(join(folder, name), 'utf8')
  return { folder, readText, readJson: async (name) => JSON.parse(await readText(name)) as Record<string, unknown> }
}

/** Returns the path of a file in the project's `test/fixtures`. */
export const getFixturePath = (name: string): string => resolve(import.meta.dirname, '../../test/fixtures', name)

/** The path of the main example workflow. */
export const exampleWorkflowPath = resolve(import.meta.dirname, '../../examples/workflows/cosmo-ready.json')
