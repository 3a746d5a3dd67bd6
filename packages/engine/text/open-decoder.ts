import { normalizeEncoding, TextDecoder as WhatwgDecoder } from '@exodus/bytes/encoding-browser.js'
import { codePages } from './code-pages.ts'
import { MixedDecoder } from './mixed-decoder.ts'
import type { Decoder } from './decoder.ts'

/** @internal */
export interface DecoderOptions {
  /** Throws a `TypeError` for invalid bytes. */
  fatal?: boolean
}

/**
 * Opens a decoder for an encoding by any of its names (see `encodingLabel`). It removes a byte order mark. Beside the
 * encodings of the web platform it supports UTF-32 in both byte orders, DOS code pages, and UTF-8 with lines in another
 * encoding (`utf-8/windows-1252`), which accepts any bytes.
 *
 * @throws RangeError For an unknown name.
 * @internal
 */
export function openDecoder(encoding: string, { fatal = false }: DecoderOptions = {}): Decoder {
  const label = encodingLabel(encoding)
  if (label === undefined) throw new RangeError(`The encoding "${encoding}" is not known.`)
  if (label.startsWith(mixed)) return new MixedDecoder(label, openDecoder(label.slice(mixed.length)))
  if (label === 'utf-32le' || label === 'utf-32be') return new Utf32Decoder(label, fatal)
  const page = codePages[label]
  if (page !== undefined) return new PageDecoder(label, page, fatal)
  return new PlatformDecoder(label, fatal)
}

/** The canonical name of an encoding: the WHATWG label, or the IANA name if there is none. @internal */
export function encodingLabel(name: string): string | undefined {
  const folded = name.trim().toLowerCase()
  if (folded.startsWith(mixed)) {
    const other = encodingLabel(folded.slice(mixed.length))
    return other === undefined || other.startsWith('utf-') ? undefined : mixed + other
  }
  const own = aliases[folded] ?? folded
  if (own === 'utf-32le' || own === 'utf-32be' || Object.hasOwn(codePages, own)) return own
  const label = normalizeEncoding(own)
  return label === null || label === 'replacement' || label === 'x-user-defined' ? undefined : label
}

/** The prefix of the encoding of lines that are not UTF-8. */
const mixed = 'utf-8/'

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
  cp949: 'euc-kr',
  cp950: 'big5',
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

/** Encodings that Node and browsers decode natively with equal results. */
const native = new Set(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])

/**
 * Decodes the encodings of the web platform. For older encodings Node (by ICU) has other tables than browsers: Korean
 * without windows-949, Big5 without extensions, lone bytes as letters. A library reproduces the browser behavior.
 */
class PlatformDecoder implements Decoder {
  readonly encoding: string
  private readonly decoder: Decoder

  constructor(encoding: string, fatal: boolean) {
    this.encoding = encoding
    this.decoder = native.has(encoding) ? new TextDecoder(encoding, { fatal }) : new WhatwgDecoder(encoding, { fatal })
  }

  /**
   * Node (20 and others, https://github.com/nodejs/node/issues/56542) reads windows-1252 as ISO-8859-1 when all bytes
   * are given at once, and correctly when they are given as a stream.
   */
  decode(bytes?: Uint8Array, { stream = false }: { stream?: boolean } = {}): string {
    const text = bytes === undefined ? '' : this.decoder.decode(bytes, { stream: true })
    return stream ? text : text + this.decoder.decode()
  }
}

const replacement = 0xfffd
const utf16 = (units: Uint16Array): string =>
  new TextDecoder('utf-16le', { ignoreBOM: true }).decode(
    new Uint8Array(units.buffer, units.byteOffset, units.byteLength),
  )

class PageDecoder implements Decoder {
  readonly encoding: string
  private readonly units: Uint16Array
  private readonly fatal: boolean

  constructor(encoding: string, page: string, fatal: boolean) {
    this.encoding = encoding
    this.fatal = fatal
    this.units = Uint16Array.from({ length: 256 }, (_, byte) => (byte < 128 ? byte : page.charCodeAt(byte - 128)))
  }

  decode(bytes: Uint8Array = new Uint8Array()): string {
    const units = new Uint16Array(bytes.length)
    for (let at = 0; at < bytes.length; at++) units[at] = this.units[bytes[at] as number] as number
    if (this.fatal && units.includes(replacement)) throw new TypeError(`A byte is not of ${this.encoding}.`)
    return utf16(units)
  }
}

class Utf32Decoder implements Decoder {
  readonly encoding: string
  private readonly fatal: boolean
  private rest = new Uint8Array()
  private atStart = true

  constructor(encoding: 'utf-32le' | 'utf-32be', fatal: boolean) {
    this.encoding = encoding
    this.fatal = fatal
  }

  decode(bytes: Uint8Array = new Uint8Array(), { stream = false }: { stream?: boolean } = {}): string {
    const all = new Uint8Array(this.rest.length + bytes.length)
    all.set(this.rest)
    all.set(bytes, this.rest.length)
    const whole = all.length - (all.length % 4)
    this.rest = all.slice(whole)
    const view = new DataView(all.buffer)
    const little = this.encoding === 'utf-32le'
    const units = new Uint16Array(whole / 2 + 1)
    let length = 0
    for (let at = 0; at < whole; at += 4) {
      const code = view.getUint32(at, little)
      const skipped = this.atStart && code === 0xfeff
      this.atStart = false
      if (skipped) continue
      if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) units[length++] = this.bad()
      else if (code < 0x10000) units[length++] = code
      else {
        units[length++] = 0xd800 + ((code - 0x10000) >> 10)
        units[length++] = 0xdc00 + ((code - 0x10000) & 0x3ff)
      }
    }
    if (!stream) {
      if (this.rest.length > 0) units[length++] = this.bad()
      this.rest = new Uint8Array()
      this.atStart = true
    }
    return utf16(units.subarray(0, length))
  }

  private bad(): number {
    if (this.fatal) throw new TypeError(`A character is not of ${this.encoding}.`)
    return replacement
  }
}
