import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { removeWasmExports } from './remove-wasm-exports.ts'

const original = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm-browser.wasm'))
const listExports = (bytes: Uint8Array): string[] =>
  WebAssembly.Module.exports(new WebAssembly.Module(bytes as BufferSource)).map(({ name }) => name)

describe('removeWasmExports', () => {
  it('leaves the exports that are kept, in their order', () => {
    const names = listExports(original)
    const kept = names.filter((_, index) => index % 3 === 1)
    const compact = removeWasmExports(original, (name) => kept.includes(name))
    expect(kept.length).toBeGreaterThan(5)
    expect(listExports(compact)).toEqual(kept)
    expect(compact.length).toBeLessThan(original.length)
  })

  it('returns the same bytes if every export is kept', () => {
    expect(
      Buffer.compare(
        removeWasmExports(original, () => true),
        original,
      ),
    ).toBe(0)
  })

  it('rejects a module that ends within a section', () => {
    const half = original.subarray(0, original.length / 2)
    expect(() => removeWasmExports(half, () => true)).toThrow('The WebAssembly module is incomplete.')
  })
})
