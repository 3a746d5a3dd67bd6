import { tableFromArrays, tableToIPC } from '@uwdata/flechette'
import type { HostileKind } from './hostile-file.ts'
import { damage } from './hostile-packed.ts'

const signatures: Record<string, number[]> = {
  parquet: [0x50, 0x41, 0x52, 0x31],
  arrow: [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0, 0],
  feather: [0x46, 0x45, 0x41, 0x31],
  sqlite: [...new TextEncoder().encode('SQLite format 3\0')],
  xls: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
  zip: [0x50, 0x4b, 3, 4],
  gzip: [0x1f, 0x8b, 8],
  bzip2: [0x42, 0x5a, 0x68, 0x39],
  xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
  pdf: [...new TextEncoder().encode('%PDF-1.7\n')],
  png: [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
  elf: [0x7f, 0x45, 0x4c, 0x46],
  wasm: [0, 0x61, 0x73, 0x6d],
}

const arrow = (format: 'file' | 'stream'): Uint8Array =>
  tableToIPC(tableFromArrays({ id: Int32Array.from([1, 2, 3]), name: ['a', 'b', 'c'] }), { format }) as Uint8Array

export const hostileBinary: HostileKind[] = [
  {
    name: 'a mark and noise behind it',
    make: ({ random }) =>
      Uint8Array.from([...random.pick(Object.values(signatures)), ...random.bytes(random.int(0, 3_000))]),
  },
  {
    name: 'a mark at both ends',
    make: ({ random }) => {
      const signature = random.pick([signatures.parquet, signatures.arrow]) as number[]
      return Uint8Array.from([
        ...signature,
        ...random.bytes(random.int(0, 500)),
        ...random.pick([
          [255, 255, 255, 127],
          [255, 255, 255, 255],
          [0, 0, 0, 0],
          [16, 0, 0, 0],
        ]),
        ...signature,
      ])
    },
  },
  {
    name: 'a mark and a table behind it',
    make: ({ random }) =>
      Uint8Array.from([...random.pick(Object.values(signatures)), ...new TextEncoder().encode('a,b\n1,2\n')]),
  },
  { name: 'Arrow file damaged', make: ({ random }) => damage(random, arrow('file')) },
  { name: 'Arrow stream damaged', make: ({ random }) => damage(random, arrow('stream')) },
]
