import { parseRecord } from '@aw-flow/engine'
import type { RunEvent } from '@aw-flow/schema'
import { mkdtempSync } from 'node:fs'
import { copyFile, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect } from 'vitest'
import { aw } from '../../packages/cli/test-command-line.ts'

const folder = resolve(import.meta.dirname, '../fixtures/v0.1')

/** Path of a file that v0.1 wrote. */
export const fixture = (name: string): string => join(folder, name)

/** Data files that the workflows and records of the fixtures read. */
export const orders = fixture('data/orders.csv')
export const places = fixture('data/places.csv')

export const fixtureJson = async (name: string): Promise<unknown> => JSON.parse(await readFile(fixture(name), 'utf8'))

/** Events of a record that v0.1 wrote; the truncated last line of `interrupted` is omitted. */
export async function fixtureRecord(name: string): Promise<RunEvent[]> {
  return parseRecord(await readFile(fixture(`records/${name}.jsonl`), 'utf8')).events
}

/** Creates a temporary folder for the tests of a file and removes it after the last test. */
export function temporaryFolder(): { path(name: string): string; copy(name: string): Promise<string> } {
  const temporary = mkdtempSync(join(tmpdir(), 'aw-v0.1-'))
  afterAll(() => rm(temporary, { recursive: true, force: true }))
  const path = (name: string): string => join(temporary, name)
  return {
    path,
    async copy(name) {
      const to = path(name.replaceAll('/', '-'))
      await copyFile(fixture(name), to)
      return to
    },
  }
}

export interface RunResult {
  status: string
  valid: boolean | null
  tables: { node: string; table: { rows: number; columns: { name: string; type: string }[] } }[]
  nodes: { node: string; state: string; rows?: number; reason?: string }[]
  reports: { node: string; kind: string; report: Record<string, unknown> }[]
  problems: { code: string; message: string }[]
}

/** Runs `aw run … --json` and returns its exit code and parsed result. */
export async function runJson(...args: string[]): Promise<RunResult & { exit: number; stderr: string }> {
  const { exit, out, stderr } = await aw('run', ...args, '--json')
  expect(out, stderr).not.toBe('')
  return { ...(JSON.parse(out) as RunResult), exit, stderr }
}

export const nodeStates = ({ nodes }: RunResult): Record<string, string> =>
  Object.fromEntries(nodes.map(({ node, state }) => [node, state]))

/** Returns every string in a value, at any depth. */
export function findStrings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(findStrings) : []
}
