import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ReadObserver, SourceFile } from '@aw-flow/engine'
import { createMemoryFile } from '../../test-file.ts'
import { openSeparatorSearch } from './separating-lines.ts'

/** Opens a text whose reads return few bytes, at any alignment. */
function openInPieces(text: string, pieceBytes: number): SourceFile {
  const file = createMemoryFile('test.csv', text)
  return { ...file, read: (start, end) => file.read(start, Math.min(end, start + pieceBytes)) }
}

const hasSeparatingLines = (file: SourceFile, encoding: string): Promise<boolean> =>
  openSeparatorSearch(file, encoding).finish()

/** Has an engine read ranges of a text of which the search observes, then finishes the search. */
async function searchObserved(
  text: string,
  ranges: readonly (readonly [number, number])[],
): Promise<{ found: boolean; readUnits: number }> {
  const file = createMemoryFile('test.csv', text)
  const bytes = new TextEncoder().encode(text)
  let observer: ReadObserver | undefined
  let readUnits = 0
  const search = openSeparatorSearch(
    {
      ...file,
      async read(start, end, buffer) {
        const read = await file.read(start, end, buffer)
        readUnits += read.length
        return read
      },
      observeReads(onRead) {
        observer = onRead
        return () => (observer = undefined)
      },
    },
    'utf-8',
  )
  for (const [start, end] of ranges) observer?.(start, bytes.slice(start, end))
  const found = await search.finish()
  expect(observer).toBeUndefined()
  return { found, readUnits }
}

const toRanges = (text: string, size: number): [number, number][] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, index) => [index * size, (index + 1) * size])

const body = 'id,name\n1,Anna\n,Ben\n\t3,Cid\n'

describe.each([
  ['with vector instructions', true],
  ['without vector instructions', false],
])('lines that separate tables, searched %s,', (_vectors, hasVectors) => {
  beforeEach(() => {
    if (!hasVectors) vi.spyOn(WebAssembly, 'validate').mockReturnValue(false)
  })
  afterEach(() => vi.restoreAllMocks())

  it.each<[string, string]>([
    ['a blank line', `${body}\n4,Dan\n`],
    ['several blank lines', `${body}\n\n\n4,Dan\n`],
    ['a blank line with CRLF', `${body}4,Dan\n\n5,Eve\n`.replaceAll('\n', '\r\n')],
    ['a line of delimiters', `${body},\n4,Dan\n`],
    ['a line of spaces and delimiters', `${body} ; \t|\n4,Dan\n`],
    ['a repeated first line', `${body}id,name\n4,Dan\n`],
    ['a repeated first line after blank lines at the start', `\n \n${body}id,name\n4,Dan\n`],
    ['a blank line below a title', `Title\n\n${body}`],
  ])('are found: %s', async (_, text) => {
    for (let pieceBytes = 10; pieceBytes <= text.length + 1; pieceBytes++)
      expect(await hasSeparatingLines(openInPieces(text, pieceBytes), 'utf-8')).toBe(true)
    for (let size = 1; size <= text.length; size++)
      expect(await searchObserved(text, toRanges(text, size))).toMatchObject({ found: true })
  })

  it.each<[string, string]>([
    ['with empty first cells', body],
    ['with blank lines at the start and the end only', `\n\n${body}\n,\n \n`],
    ['that starts like its first line', `${body}id,names\nid,nam\n`],
    ['without a final line end', `${body}4`],
  ])('are not found in a text %s', async (_, text) => {
    for (let pieceBytes = 10; pieceBytes <= text.length + 1; pieceBytes++)
      expect(await hasSeparatingLines(openInPieces(text, pieceBytes), 'utf-8')).toBe(false)
    for (let size = 1; size <= text.length; size++) {
      const { found, readUnits } = await searchObserved(text, toRanges(text, size))
      expect(found).toBe(false)
      // Only a last line without a line end is read again.
      expect(readUnits).toBe(text.length - (text.lastIndexOf('\n') + 1))
    }
  })

  it('are found in what was not observed or observed out of order', async () => {
    const text = `${body}\n4,Dan\n`
    const [middle, end] = [10, text.length]
    expect(await searchObserved(text, [])).toEqual({ found: true, readUnits: end })
    expect(await searchObserved(text, [[middle, end]])).toEqual({ found: true, readUnits: end })
    for (const ranges of [
      [
        [0, middle],
        [0, 5],
        [5, end],
      ],
      [
        [0, middle],
        [middle + 1, end],
        [middle - 2, end],
      ],
    ] as const)
      expect(await searchObserved(text, ranges)).toEqual({ found: true, readUnits: 0 })
    expect(
      await searchObserved(`${body}4,Dan\n`, [
        [0, middle],
        [middle + 1, end],
      ]),
    ).toMatchObject({ found: false })
  })

  it('are found in UTF-16', async () => {
    const encode = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'))
    expect(await hasSeparatingLines(createMemoryFile('test.csv', encode(`${body}\n4,Dan\n`)), 'utf-16le')).toBe(true)
    expect(await hasSeparatingLines(createMemoryFile('test.csv', encode(body)), 'utf-16le')).toBe(false)
  })

  it('are assumed if a line is longer than what is read at a time', async () => {
    expect(await hasSeparatingLines(openInPieces(body, 4), 'utf-8')).toBe(true)
  })
})
