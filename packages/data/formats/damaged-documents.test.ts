import { englishFormatter } from '@aw-flow/messages/catalogs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { TablesError, type SourceFile } from '@aw-flow/engine'
import fc from 'fast-check'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, it, onTestFinished } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import { openFormats } from '../node/open-duckdb.ts'
import { documents } from './test-documents.ts'

const folder = fileURLToPath(new URL('../../../test/fixtures/documents/', import.meta.url))
const names = [...new Set(documents.map(({ file }) => file))]
const whole = new Map(await Promise.all(names.map(async (name) => [name, await readFile(folder + name)] as const)))

const inMemory = (name: string, bytes: Uint8Array): SourceFile => ({
  dataset: name,
  name,
  size: bytes.length,
  read: async (start, end) => bytes.slice(start, end),
})

/** What may happen to a file on its way: bytes changed, a piece lost or twice, its end cut off. */
const damages = fc.array(
  fc.record({
    kind: fc.constantFrom('change', 'lose', 'double', 'cut', 'zero'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 64 }),
    byte: fc.integer({ min: 0, max: 255 }),
  }),
  { minLength: 1, maxLength: 6 },
)

function damaged(bytes: Uint8Array, list: readonly { kind: string; at: number; length: number; byte: number }[]) {
  let made = Uint8Array.from(bytes)
  for (const { kind, at, length, byte } of list) {
    const start = Math.floor(at * made.length)
    const before = made.subarray(0, start)
    const after = made.subarray(Math.min(made.length, start + length))
    if (kind === 'change') made[start] = byte
    else if (kind === 'zero') made.fill(0, start, start + length)
    else if (kind === 'cut') made = made.slice(0, start)
    else if (kind === 'lose') made = Uint8Array.from([...before, ...after])
    else made = Uint8Array.from([...before, ...made.subarray(start, start + length), ...made.subarray(start)])
  }
  return made
}

/** A package one of whose entries is damaged, and packed again so that its sums are right. */
function damagedInside(bytes: Uint8Array, pick: number, list: Parameters<typeof damaged>[1]): Uint8Array {
  const entries = unzipSync(bytes)
  const chosen = Object.keys(entries)[Math.floor(pick * Object.keys(entries).length)] as string
  return zipSync({ ...entries, [chosen]: damaged(entries[chosen] as Uint8Array, list) }, { level: 1 })
}

const isPackage = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

describe('documents that were damaged', () => {
  it('are read, or refused with a problem, and never break the reader', { timeout: 300_000 }, async () => {
    const formats = openFormats()
    onTestFinished(() => formats.close())
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.double({ min: -1, max: 0.999, noNaN: true }),
        damages,
        async (name, pick, list) => {
          const bytes = whole.get(name) as Uint8Array
          const inside = pick >= 0 && isPackage(bytes)
          const file = inMemory(name, inside ? damagedInside(bytes, pick, list) : damaged(bytes, list))
          try {
            const found = await formats.inspect(file)
            if (found.format === undefined || found.format === 'text') return
            for (const part of [undefined, ...found.parts.slice(0, 2).map((one) => one.name)]) {
              const opened = await formats.open(file, { ...found, part })
              if (opened.kind === 'text') await opened.file.read(0, opened.file.size)
            }
          } catch (cause) {
            if (!(cause instanceof TablesError)) throw cause
            expect(cause.problem.severity).toBe('error')
            const { message, hint } = englishFormatter.problem(cause.problem)
            expect(message).toMatch(/ /)
            expect(message).not.toContain('{')
            expect(hint).toMatch(/\S/)
          }
        },
      ),
      { seed, numRuns: sizes.propertyRuns },
    )
  })
})
