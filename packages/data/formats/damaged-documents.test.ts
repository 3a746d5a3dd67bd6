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
const documentBytes = new Map(
  await Promise.all(names.map(async (name) => [name, await readFile(folder + name)] as const)),
)

const inMemory = (name: string, bytes: Uint8Array): SourceFile => ({
  dataset: name,
  name,
  size: bytes.length,
  read: async (start, end) => bytes.slice(start, end),
})

/** Kinds of damage: bytes changed, a chunk lost or duplicated, the end cut off. */
const damageList = fc.array(
  fc.record({
    kind: fc.constantFrom('change', 'lose', 'double', 'cut', 'zero'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 64 }),
    byte: fc.integer({ min: 0, max: 255 }),
  }),
  { minLength: 1, maxLength: 6 },
)

function damaged(bytes: Uint8Array, damage: readonly { kind: string; at: number; length: number; byte: number }[]) {
  let damagedBytes = Uint8Array.from(bytes)
  for (const { kind, at, length, byte } of damage) {
    const start = Math.floor(at * damagedBytes.length)
    const before = damagedBytes.subarray(0, start)
    const after = damagedBytes.subarray(Math.min(damagedBytes.length, start + length))
    if (kind === 'change') damagedBytes[start] = byte
    else if (kind === 'zero') damagedBytes.fill(0, start, start + length)
    else if (kind === 'cut') damagedBytes = damagedBytes.slice(0, start)
    else if (kind === 'lose') damagedBytes = Uint8Array.from([...before, ...after])
    else
      damagedBytes = Uint8Array.from([
        ...before,
        ...damagedBytes.subarray(start, start + length),
        ...damagedBytes.subarray(start),
      ])
  }
  return damagedBytes
}

/** Creates a package with one damaged entry, packed again so that its checksums match. */
function damagedInside(bytes: Uint8Array, position: number, damage: Parameters<typeof damaged>[1]): Uint8Array {
  const entries = unzipSync(bytes)
  const chosen = Object.keys(entries)[Math.floor(position * Object.keys(entries).length)] as string
  return zipSync({ ...entries, [chosen]: damaged(entries[chosen] as Uint8Array, damage) }, { level: 1 })
}

const isPackage = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

describe('damaged documents', () => {
  it('are read or rejected with a problem, and never break the reader', { timeout: 300_000 }, async () => {
    const formats = openFormats()
    onTestFinished(() => formats.close())
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.double({ min: -1, max: 0.999, noNaN: true }),
        damageList,
        async (name, position, damage) => {
          const bytes = documentBytes.get(name) as Uint8Array
          const isInside = position >= 0 && isPackage(bytes)
          const file = inMemory(name, isInside ? damagedInside(bytes, position, damage) : damaged(bytes, damage))
          try {
            const inspection = await formats.inspect(file)
            if (inspection.format === undefined || inspection.format === 'text') return
            for (const part of [undefined, ...inspection.parts.slice(0, 2).map((one) => one.name)]) {
              const opened = await formats.open(file, { ...inspection, part })
              if (opened.kind === 'text') await opened.file.read(0, opened.file.size)
            }
          } catch (cause) {
            if (!(cause instanceof TablesError)) throw cause
            expect(cause.problem.severity).toBe('error')
            const { message, hint } = englishFormatter.renderProblem(cause.problem)
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
