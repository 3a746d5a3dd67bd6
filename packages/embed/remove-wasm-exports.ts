/** Id of the export section of a WebAssembly module. */
const exportSectionId = 7
/** Number of bytes before the first section: `\0asm` and the format version. */
const headerBytes = 8

/** A read position in a module. `offset` is the offset of the next byte to read. */
interface Cursor {
  readonly bytes: Uint8Array
  offset: number
}

/** Reads an unsigned integer in LEB128 encoding. */
function readInteger(cursor: Cursor): number {
  let value = 0
  for (let scale = 1; ; scale *= 128) {
    const byte = cursor.bytes[cursor.offset++]
    if (byte === undefined) throw new RangeError('The WebAssembly module is incomplete.')
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return value
  }
}

/** Encodes an unsigned integer in LEB128. */
function encodeInteger(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) | 0x80)
    rest = Math.floor(rest / 128)
  }
  return Uint8Array.from([...bytes, rest])
}

/** Returns the content of an export section with only the exports for which `shouldKeep` returns true. */
function filterExports(content: Uint8Array, shouldKeep: (name: string) => boolean): Uint8Array {
  const cursor: Cursor = { bytes: content, offset: 0 }
  const decoder = new TextDecoder()
  const keptExports: Uint8Array[] = []
  for (let count = readInteger(cursor); count > 0; count--) {
    const start = cursor.offset
    const nameByteLength = readInteger(cursor)
    const name = decoder.decode(content.subarray(cursor.offset, cursor.offset + nameByteLength))
    // The export kind takes 1 byte.
    cursor.offset += nameByteLength + 1
    readInteger(cursor)
    if (shouldKeep(name)) keptExports.push(content.subarray(start, cursor.offset))
  }
  return Buffer.concat([encodeInteger(keptExports.length), ...keptExports])
}

/**
 * Removes exports from a WebAssembly module. All other bytes stay unchanged.
 *
 * @param module - The module's bytes in the binary format (WebAssembly core specification, section 5).
 * @param shouldKeep - Returns whether to keep the export with a given name.
 * @returns The bytes of the smaller module.
 * @throws {RangeError} If the module ends within a section.
 * @example
 * ```ts
 * removeWasmExports(readFileSync('duckdb-eh.wasm'), (name) => !name.startsWith('_Z'))
 * ```
 */
export function removeWasmExports(module: Uint8Array, shouldKeep: (name: string) => boolean): Uint8Array {
  const sections: Uint8Array[] = [module.subarray(0, headerBytes)]
  const cursor: Cursor = { bytes: module, offset: headerBytes }
  while (cursor.offset < module.length) {
    const start = cursor.offset
    const id = module[cursor.offset++]!
    const size = readInteger(cursor)
    const end = cursor.offset + size
    if (end > module.length) throw new RangeError('The WebAssembly module is incomplete.')
    if (id === exportSectionId) {
      const content = filterExports(module.subarray(cursor.offset, end), shouldKeep)
      sections.push(Uint8Array.of(id), encodeInteger(content.length), content)
    } else sections.push(module.subarray(start, end))
    cursor.offset = end
  }
  return Buffer.concat(sections)
}
