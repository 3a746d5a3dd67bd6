import fc from 'fast-check'
import type { FuzzTarget } from '../fuzz-target.ts'
import { boundaryNumbers, damaged, encodeText } from './damage-bytes.ts'
import { hostileNames, values } from './texts.ts'
import { writeZip, zipFiles, type ZipEntry } from './write-zip.ts'

const rarely = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 12 })

const names = fc
  .tuple(
    fc.constantFrom('', '', 'folder/', '../', '/', 'C:\\', '__MACOSX/', 'xl/', './'),
    fc.oneof(fc.constantFrom('a', 'b', 'data', 'x'.repeat(300)), hostileNames),
    fc.constantFrom('.csv', '.json', '.xml', '.txt', '.zip', '.gz', '', '/'),
  )
  .map((parts) => encodeText(parts.join('')))

const contents = fc.oneof(
  fc.array(fc.array(values, { maxLength: 4 }), { maxLength: 8 }).map((rows) => encodeText(rows.join('\n'))),
  fc.constantFrom(
    encodeText('id,name\n1,a\n2,b\n3,c\n'),
    encodeText('[{"a":1},{"a":2}]'),
    new Uint8Array(0),
    new Uint8Array(2 ** 20),
  ),
  fc.array(values, { maxLength: 4 }).map((rows) => zipFiles({ 'inner.csv': rows.join('\n') })),
  fc.uint8Array({ maxLength: 200 }),
)

const entry: fc.Arbitrary<ZipEntry> = fc.record({
  name: names,
  data: contents,
  method: fc.constantFrom(0, 8, 8, 8, 8, 8, 9, 12, 93, 99),
  flags: fc.constantFrom(0, 0, 0, 0x800, 1, 8, 0x40, 0xffff),
  packedSize: rarely(boundaryNumbers),
  size: rarely(boundaryNumbers),
  crc: rarely(boundaryNumbers),
  offset: rarely(boundaryNumbers),
  localName: rarely(names),
  extra: rarely(fc.uint8Array({ maxLength: 40 })),
})

const archives = fc
  .record({
    entries: fc.array(entry, { maxLength: 6 }),
    prefix: fc.oneof({ weight: 6, arbitrary: fc.constant(new Uint8Array(0)) }, fc.uint8Array({ maxLength: 100 })),
    comment: fc.oneof({ weight: 6, arbitrary: fc.constant(new Uint8Array(0)) }, fc.uint8Array({ maxLength: 100 })),
    count: rarely(boundaryNumbers),
    directorySize: rarely(boundaryNumbers),
    directoryOffset: rarely(boundaryNumbers),
  })
  .map(writeZip)

/** Archives whose headers contradict their content. */
export const zipTarget: FuzzTarget = { name: 'zip', extension: 'zip', check: 'file', inputs: damaged(archives) }
