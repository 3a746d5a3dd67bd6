import { crc32, deflateRawSync } from 'node:zlib'
import { joinBytes } from './damage-bytes.ts'

/** An entry of a zip archive, whose headers may state anything. */
export interface ZipEntry {
  name: Uint8Array
  data: Uint8Array
  method: number
  flags?: number
  /** Values that the headers state instead of the actual ones. */
  packedSize?: number | undefined
  size?: number | undefined
  crc?: number | undefined
  offset?: number | undefined
  /** Name in the local header, if it differs from that in the directory. */
  localName?: Uint8Array | undefined
  extra?: Uint8Array | undefined
}

export interface ZipArchive {
  entries: readonly ZipEntry[]
  prefix?: Uint8Array
  comment?: Uint8Array
  /** Number of entries that the end of the directory states. */
  count?: number | undefined
  directorySize?: number | undefined
  directoryOffset?: number | undefined
}

const [stored, deflated] = [0, 8]

/** Writes an archive with these headers, correct or not. */
export function writeZip(archive: ZipArchive): Uint8Array {
  const parts: Uint8Array[] = [archive.prefix ?? new Uint8Array(0)]
  const directory: Uint8Array[] = []
  let position = parts[0]!.length
  for (const entry of archive.entries) {
    const data = entry.method === deflated ? Uint8Array.from(deflateRawSync(entry.data)) : entry.data
    const extra = entry.extra ?? new Uint8Array(0)
    const sizes = [
      entry.crc ?? crc32(entry.data),
      entry.packedSize ?? data.length,
      entry.size ?? entry.data.length,
    ] as const
    const localName = entry.localName ?? entry.name
    const local = joinBytes([
      numbers([4, 0x04034b50], [2, 20], [2, entry.flags ?? 0], [2, entry.method], [4, 0x21]),
      numbers([4, sizes[0]], [4, sizes[1]], [4, sizes[2]], [2, localName.length], [2, extra.length]),
      localName,
      extra,
    ])
    directory.push(
      numbers([4, 0x02014b50], [2, 20], [2, 20], [2, entry.flags ?? 0], [2, entry.method], [4, 0x21]),
      numbers([4, sizes[0]], [4, sizes[1]], [4, sizes[2]], [2, entry.name.length], [2, extra.length]),
      numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, entry.offset ?? position]),
      entry.name,
      extra,
    )
    parts.push(local, data)
    position += local.length + data.length
  }
  const directoryBytes = joinBytes(directory)
  const comment = archive.comment ?? new Uint8Array(0)
  const count = archive.count ?? archive.entries.length
  return joinBytes([
    ...parts,
    directoryBytes,
    numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count]),
    numbers([4, archive.directorySize ?? directoryBytes.length], [4, archive.directoryOffset ?? position]),
    numbers([2, comment.length]),
    comment,
  ])
}

/** Writes an archive of files with correct headers. */
export const zipFiles = (files: Readonly<Record<string, Uint8Array | string>>): Uint8Array =>
  writeZip({
    entries: Object.entries(files).map(([name, data]) => ({
      name: Buffer.from(name),
      data: typeof data === 'string' ? Buffer.from(data) : data,
      method: name === 'mimetype' ? stored : deflated,
    })),
  })

/** Encodes numbers of 2 or 4 bytes in little-endian order. */
function numbers(...fields: readonly (readonly [2 | 4, number])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0))
  const view = new DataView(bytes.buffer)
  let position = 0
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(position, value, true)
    else view.setUint32(position, value, true)
    position += size
  }
  return bytes
}
