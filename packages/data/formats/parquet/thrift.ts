import { message } from '@aw-flow/messages'
import { FormatError } from '../format-error.ts'
/**
 * A struct in the compact protocol of Apache Thrift, the format of the Parquet footer. Fields are keyed by number, so
 * that unknown fields are preserved.
 *
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export type ThriftStruct = Map<number, ThriftField>

export interface ThriftField {
  type: number
  value: ThriftValue
}

export interface ThriftList {
  type: number
  values: ThriftValue[]
}

export type ThriftValue = boolean | bigint | Uint8Array | ThriftList | ThriftStruct | [ThriftValue, ThriftValue][]

const [trueType, falseType, byte, double, binary, list, set, map, struct] = [1, 2, 3, 7, 8, 9, 10, 11, 12]
const maxDepth = 64

/**
 * Parses a struct.
 *
 * @throws `FormatError` if the bytes are not a valid struct.
 */
export function parseThrift(bytes: Uint8Array): ThriftStruct {
  let position = 0
  const readByte = (): number => {
    const value = bytes[position++]
    if (value === undefined) throw new FormatError(message('file.error.footer-ends', {}))
    return value
  }
  const readVarint = (): bigint => {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const part = readByte()
      value |= BigInt(part & 0x7f) << shift
      if (part < 0x80) return value
    }
    throw new FormatError(message('file.error.footer-number', {}))
  }
  const readZigzag = (): bigint => {
    const value = readVarint()
    return (value >> 1n) ^ -(value & 1n)
  }
  const readSize = (): number => {
    const count = Number(readVarint())
    if (count > bytes.length - position) throw new FormatError(message('file.error.footer-count', {}))
    return count
  }
  const readBytes = (count: number): Uint8Array => {
    if (count > bytes.length - position) throw new FormatError(message('file.error.footer-ends', {}))
    position += count
    return bytes.subarray(position - count, position)
  }
  const readValue = (type: number, depth: number): ThriftValue => {
    if (depth > maxDepth) throw new FormatError(message('file.error.footer-depth', {}))
    if (type === trueType || type === falseType) return readByte() === trueType
    if (type === byte) return BigInt(readByte())
    if (type > byte && type < double) return readZigzag()
    if (type === double) return readBytes(8)
    if (type === binary) return readBytes(readSize())
    if (type === list || type === set) {
      const header = readByte()
      const count = header >> 4 === 15 ? readSize() : header >> 4
      const elementType = header & 15
      return { type: elementType, values: Array.from({ length: count }, () => readValue(elementType, depth + 1)) }
    }
    if (type === map) {
      const count = readSize()
      if (count === 0) return []
      const keyAndValueType = readByte()
      return Array.from({ length: count }, () => [
        readValue(keyAndValueType >> 4, depth + 1),
        readValue(keyAndValueType & 15, depth + 1),
      ])
    }
    if (type === struct) return readStruct(depth + 1)
    throw new FormatError(message('file.error.footer-type', { type }))
  }
  const readStruct = (depth: number): ThriftStruct => {
    const fields: ThriftStruct = new Map()
    let id = 0
    for (;;) {
      const header = readByte()
      if (header === 0) return fields
      id = header >> 4 === 0 ? Number(readZigzag()) : id + (header >> 4)
      const type = header & 15
      fields.set(id, {
        type,
        value: type === trueType || type === falseType ? type === trueType : readValue(type, depth),
      })
    }
  }
  return readStruct(0)
}

/** Serializes a struct. */
export function serializeThrift(fields: ThriftStruct): Uint8Array {
  const out: number[] = []
  const writeVarint = (value: bigint): void => {
    let remaining = value
    while (remaining > 0x7fn) {
      out.push(Number(remaining & 0x7fn) | 0x80)
      remaining >>= 7n
    }
    out.push(Number(remaining))
  }
  const writeZigzag = (value: bigint): void => writeVarint(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)))
  const writeValue = (type: number, value: ThriftValue): void => {
    if (typeof value === 'boolean') out.push(value ? trueType : falseType)
    else if (typeof value === 'bigint') {
      if (type === byte) out.push(Number(value))
      else writeZigzag(value)
    } else if (value instanceof Uint8Array) {
      if (type === binary) writeVarint(BigInt(value.length))
      for (const item of value) out.push(item)
    } else if (value instanceof Map) writeStruct(value)
    else if (Array.isArray(value)) {
      writeVarint(BigInt(value.length))
      const [first] = value
      if (!first) return
      const getType = (item: ThriftValue): number =>
        typeof item === 'bigint' ? 6 : item instanceof Map ? struct : binary
      out.push((getType(first[0]) << 4) | getType(first[1]))
      for (const [key, entry] of value) {
        writeValue(getType(first[0]), key)
        writeValue(getType(first[1]), entry)
      }
    } else {
      const { length } = value.values
      out.push(((length < 15 ? length : 15) << 4) | value.type)
      if (length >= 15) writeVarint(BigInt(length))
      for (const item of value.values) writeValue(value.type, item)
    }
  }
  const writeStruct = (fields: ThriftStruct): void => {
    let lastId = 0
    for (const [id, { type, value }] of [...fields].sort(([a], [b]) => a - b)) {
      const kind = typeof value === 'boolean' ? (value ? trueType : falseType) : type
      if (id - lastId > 0 && id - lastId < 16) out.push(((id - lastId) << 4) | kind)
      else {
        out.push(kind)
        writeZigzag(BigInt(id))
      }
      if (typeof value !== 'boolean') writeValue(type, value)
      lastId = id
    }
    out.push(0)
  }
  writeStruct(fields)
  return Uint8Array.from(out)
}
