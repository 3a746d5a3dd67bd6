import type { SourceFile } from '@aw-flow/engine'
import { describe, expect, it } from 'vitest'
import { openTar } from './tar-archive.ts'
import { concat, createRepeatedFile, encodeNumber, encodeText } from './test-large-files.ts'
import { openZip } from './zip-archive.ts'

const entryName = encodeText('a.csv')

/** Creates a tar archive of empty files, which is never in memory as a whole. */
function tarFile(count: number): SourceFile {
  const header = Buffer.alloc(512)
  header.set(entryName, 0)
  header.write('0', 156)
  header.fill(' ', 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return createRepeatedFile('many.tar', [{ bytes: header, times: count }, { bytes: new Uint8Array(1024) }])
}

/** Creates the directory of a zip archive (APPNOTE.TXT 4.3.12 to 4.3.16), with ZIP64 numbers, of files without data. */
function zipFile(count: number): SourceFile {
  const record = Buffer.alloc(46 + entryName.length)
  record.writeUInt32LE(0x02014b50, 0)
  record.writeUInt16LE(entryName.length, 28)
  record.set(entryName, 46)
  const directoryBytes = record.length * count
  const end64 = concat(
    encodeText('PK\u0006\u0006'),
    encodeNumber(44, 8),
    encodeNumber(45, 2),
    encodeNumber(45, 2),
    new Uint8Array(8),
    encodeNumber(count, 8),
    encodeNumber(count, 8),
    encodeNumber(directoryBytes, 8),
    new Uint8Array(8),
  )
  const locator = concat(
    encodeText('PK\u0006\u0007'),
    new Uint8Array(4),
    encodeNumber(directoryBytes, 8),
    encodeNumber(1, 4),
  )
  const end = concat(encodeText('PK\u0005\u0006'), new Uint8Array(4), new Uint8Array(12).fill(255), new Uint8Array(2))
  return createRepeatedFile('many.zip', [{ bytes: record, times: count }, { bytes: end64 }, { bytes: locator }, { bytes: end }]) // oxfmt-ignore
}

describe.each([
  ['tar', openTar, tarFile],
  ['zip', openZip, zipFile],
] as const)('a %s archive', (_, open, createFile) => {
  it('with many files lists some of them and counts the others', async () => {
    const archive = await open(createFile(10_010))
    expect([archive.entries.length, archive.fileCount]).toEqual([10_000, 10_010])
  })

  it('with more than a million files is rejected', async () => {
    await expect(open(createFile(1_000_001))).rejects.toMatchObject({
      problem: { code: 'load.archive-damaged', params: { reason: { code: 'file.error.many-files' } } },
    })
  })
})
