import { normalizeEncoding, TextDecoder as WhatwgDecoder } from '@exodus/bytes/encoding-browser.js'
import { codePages } from './code-pages.ts'
import { MixedDecoder } from './mixed-decoder.ts'
import type { Decoder } from './decoder.ts'

/** @internal */
export interface DecoderOptions {
  /** Whether to throw a `TypeError` for invalid bytes rather than replace them. */
  fatal?: boolean
}

/**
 * Creates a decoder for an encoding, given any of its names (see `toEncodingLabel`). The decoder removes a byte order
 * mark. In addition to the web platform's encodings, it supports UTF-32 in both byte orders, DOS code pages, and UTF-8
 * with lines in a different encoding (`utf-8/windows-1252`), which accepts any bytes.
 *
 * @throws RangeError If the name is unknown.
 * @internal
 */
export function createDecoder(encoding: string, { fatal = false }: DecoderOptions = {}): Decoder {
  const label = toEncodingLabel(encoding)
  if (label === undefined) throw new RangeError(`Unknown encoding "${encoding}".`)
  if (label.startsWith(mixedPrefix)) return new MixedDecoder(label, createDecoder(label.slice(mixedPrefix.length)))
  if (label === 'utf-32le' || label === 'utf-32be') return new Utf32Decoder(label, fatal)
  const codePage = codePages[label]
  if (codePage !== undefined) return new CodePageDecoder(label, codePage, fatal)
  return new PlatformDecoder(label, fatal)
}

/**
 * Returns the canonical name of an encoding: its WHATWG label or, if it has none, its IANA name. Returns `undefined`
 * for an unknown encoding.
 *
 * @internal
 */
export function toEncodingLabel(name: string): string | undefined {
  const lowercaseName = name.trim().toLowerCase()
  if (lowercaseName.startsWith(mixedPrefix)) {
    const lineEncoding = toEncodingLabel(lowercaseName.slice(mixedPrefix.length))
    return lineEncoding === undefined || lineEncoding.startsWith('utf-') ? undefined : mixedPrefix + lineEncoding
  }
  const canonicalName = aliases[lowercaseName] ?? lowercaseName
  if (canonicalName === 'utf-32le' || canonicalName === 'utf-32be' || Object.hasOwn(codePages, canonicalName))
    return canonicalName
  const label = normalizeEncoding(canonicalName)
  return label === null || label === 'replacement' || label === 'x-user-defined' ? undefined : label
}

/** The start of a mixed encoding's name. The encoding of the lines that are not UTF-8 follows it. */
const mixedPrefix = 'utf-8/'

const aliases: Record<string, string> = {
  'utf-32': 'utf-32le',
  utf32: 'utf-32le',
  utf32le: 'utf-32le',
  utf32be: 'utf-32be',
  'utf-32-le': 'utf-32le',
  'utf-32-be': 'utf-32be',
  'ucs-4': 'utf-32le',
  'ucs-4le': 'utf-32le',
  'ucs-4be': 'utf-32be',
  'latin-1': 'windows-1252',
  latin10: 'iso-8859-16',
  macroman: 'macintosh',
  'mac-roman': 'macintosh',
  mac_roman: 'macintosh',
  'mac-ce': 'x-mac-ce',
  mac_latin2: 'x-mac-ce',
  cp932: 'shift_jis',
  cp936: 'gbk',
  ms936: 'gbk',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  cp950: 'big5',
  ms950: 'big5',
  ...Object.fromEntries(
    Object.keys(codePages)
      .filter((label) => label.startsWith('ibm'))
      .flatMap((label) => [
        [label.replace('ibm', 'cp'), label],
        [label.replace('ibm', 'cp-'), label],
        [label.replace('ibm', 'dos-'), label],
      ]),
  ),
}

/** Encodings that Node.js and browsers decode natively with identical results. */
const nativeEncodings = new Set(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])

/**
 * Decodes the web platform's encodings. Node.js uses ICU, whose tables for legacy encodings differ from those of
 * browsers: Korean lacks windows-949, Big5 lacks its extensions, and some invalid bytes become letters. Therefore,
 * legacy encodings are decoded by a library that behaves like browsers.
 */
class PlatformDecoder implements Decoder {
  readonly encoding: string
  private readonly decoder: Decoder

  constructor(encoding: string, fatal: boolean) {
    this.encoding = encoding
    this.decoder = nativeEncodings.has(encoding)
      ? new TextDecoder(encoding, { fatal })
      : new WhatwgDecoder(encoding, { fatal })
  }

  /**
   * Always passes bytes as a stream, because some Node.js versions (including 20, see
   * https://github.com/nodejs/node/issues/56542) decode windows-1252 as ISO-8859-1 when they receive all bytes at once.
   */
  decode(bytes?: Uint8Array, { stream = false }: { stream?: boolean } = {}): string {
    const text = bytes === undefined ? '' : this.decoder.decode(bytes, { stream: true })
    return stream ? text : text + this.decoder.decode()
  }
}

const replacementCharacter = 0xfffd
const decodeUtf16 = (units: Uint16Array): string =>
  new TextDecoder('utf-16le', { ignoreBOM: true }).decode(
    new Uint8Array(units.buffer, units.byteOffset, units.byteLength),
  )

class CodePageDecoder implements Decoder {
  readonly encoding: string
  private readonly unitByByte: Uint16Array
  private readonly fatal: boolean

  constructor(encoding: string, codePage: string, fatal: boolean) {
    this.encoding = encoding
    this.fatal = fatal
    this.unitByByte = Uint16Array.from({ length: 256 }, (_, byte) =>
      byte < 128 ? byte : codePage.charCodeAt(byte - 128),
    )
  }

  decode(bytes: Uint8Array = new Uint8Array()): string {
    const units = new Uint16Array(bytes.length)
    for (let offset = 0; offset < bytes.length; offset++)
      units[offset] = this.unitByByte[bytes[offset] as number] as number
    if (this.fatal && units.includes(replacementCharacter))
      throw new TypeError(`A byte is not valid in ${this.encoding}.`)
    return decodeUtf16(units)
  }
}

class Utf32Decoder implements Decoder {
  readonly encoding: string
  private readonly fatal: boolean
  private pendingBytes = new Uint8Array()
  private isAtStart = true

  constructor(encoding: 'utf-32le' | 'utf-32be', fatal: boolean) {
    this.encoding = encoding
    this.fatal = fatal
  }

  decode(bytes: Uint8Array = new Uint8Array(), { stream = false }: { stream?: boolean } = {}): string {
    const buffer = new Uint8Array(this.pendingBytes.length + bytes.length)
    buffer.set(this.pendingBytes)
    buffer.set(bytes, this.pendingBytes.length)
    const completeLength = buffer.length - (buffer.length % 4)
    this.pendingBytes = buffer.slice(completeLength)
    const view = new DataView(buffer.buffer)
    const isLittleEndian = this.encoding === 'utf-32le'
    const units = new Uint16Array(completeLength / 2 + 1)
    let unitCount = 0
    for (let offset = 0; offset < completeLength; offset += 4) {
      const codePoint = view.getUint32(offset, isLittleEndian)
      const isByteOrderMark = this.isAtStart && codePoint === 0xfeff
      this.isAtStart = false
      if (isByteOrderMark) continue
      if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint < 0xe000))
        units[unitCount++] = this.replaceInvalid()
      else if (codePoint < 0x10000) units[unitCount++] = codePoint
      else {
        units[unitCount++] = 0xd800 + ((codePoint - 0x10000) >> 10)
        units[unitCount++] = 0xdc00 + ((codePoint - 0x10000) & 0x3ff)
      }
    }
    if (!stream) {
      if (this.pendingBytes.length > 0) units[unitCount++] = this.replaceInvalid()
      this.pendingBytes = new Uint8Array()
      this.isAtStart = true
    }
    return decodeUtf16(units.subarray(0, unitCount))
  }

  private replaceInvalid(): number {
    if (this.fatal) throw new TypeError(`A character is not valid in ${this.encoding}.`)
    return replacementCharacter
  }
}
