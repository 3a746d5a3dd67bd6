import { expect, it } from 'vitest'
import { detectBinary } from './detect-binary.ts'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const text = (content: string): Uint8Array => new TextEncoder().encode(content)

it.each<[string, Uint8Array, string]>([
  ['a PDF', text('%PDF-1.7\n'), 'pdf'],
  ['a ZIP or Excel file', bytes(0x50, 0x4b, 3, 4, 20, 0), 'zip'],
  ['a gzip file', bytes(0x1f, 0x8b, 8), 'gzip'],
  ['a Parquet file', text('PAR1....'), 'parquet'],
  ['an image', bytes(0x89, 0x50, 0x4e, 0x47), 'png'],
])('detects %s by its signature', (_, content, kind) => {
  expect(detectBinary(content)?.kind).toEqual({ code: 'file.kind', params: { kind } })
})

it('reports the share of NUL bytes', () => {
  const content = new Uint8Array(8192).fill(65)
  for (let index = 0; index < 4096; index += 4) content[index] = 0
  expect(detectBinary(content)).toMatchObject({
    kind: { params: { kind: 'binary' } },
    evidence: { code: 'file.nul-share', params: { share: 0.25, bytes: 4096 } },
  })
})

it('detects random bytes without NUL by their control characters', () => {
  const content = Uint8Array.from({ length: 2000 }, (_, index) => 1 + ((index * 7919) % 255))
  expect(detectBinary(content)?.evidence.code).toBe('file.control-share')
})

it.each([
  ['text', 'id,name\n1,Ann\n'],
  ['text with a control character as delimiter', 'id\u0001name\n1\u0001Ann\n2\u0001Bob\n'],
  ['tabs and form feeds', 'a\tb\n\f1\t2\n'],
  ['a short text with a cell that contains NUL', 'id,name\n1,\0\n2,Bob\n'],
  ['an empty file', ''],
])('accepts %s as text', (_, content) => {
  expect(detectBinary(text(content))).toBeUndefined()
})
