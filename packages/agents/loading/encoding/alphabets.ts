import table from './alphabets.json' with { type: 'json' }

/** The features by which a language is recognized in text with an unknown encoding. */
export interface Language {
  /** The language's non-ASCII letters in lower case, in descending order of frequency. */
  letters: string
  script: Script
  /** The cost of assuming this language, in nats. It is higher for rare languages. Default: 0. */
  prior?: number
}

export type Script =
  | 'latin'
  | 'greek'
  | 'cyrillic'
  | 'hebrew'
  | 'arabic'
  | 'thai'
  | 'han'
  | 'kana'
  | 'hangul'
  | 'half-width kana'
  | ''

const languages = table.languages as Readonly<Record<string, Language>>

/**
 * The languages of each encoding that has one or two bytes per character. The letters of Chinese, Japanese and Korean are
 * the most frequent characters in names, addresses and administrative documents, in approximate order of frequency.
 */
export const languagesByEncoding: Readonly<Record<string, readonly Language[]>> = Object.fromEntries(
  Object.entries(table.encodings).map(([encoding, names]) => [encoding, names.map((name) => languages[name]!)]),
)

/** Returns the script of a character, given its code point, or '' if scripts share the character. */
export function findScript(codePoint: number): Script {
  // U+0192 is a letter in Unicode, but its byte in windows-1252 is also the first byte of many Japanese characters.
  if (codePoint < 0x250)
    return codePoint >= 0xc0 && codePoint !== 0xd7 && codePoint !== 0xf7 && codePoint !== 0x192
      ? 'latin'
      : isAsciiLetter(codePoint)
        ? 'latin'
        : ''
  if (codePoint >= 0x370 && codePoint < 0x400) return 'greek'
  if (codePoint >= 0x400 && codePoint < 0x530) return 'cyrillic'
  if (codePoint >= 0x590 && codePoint < 0x600) return 'hebrew'
  if (codePoint >= 0x600 && codePoint < 0x780) return 'arabic'
  if (codePoint >= 0xe00 && codePoint < 0xe80) return 'thai'
  if (codePoint >= 0x1e00 && codePoint < 0x1f00) return 'latin'
  if (codePoint >= 0x3040 && codePoint < 0x3100) return 'kana'
  if ((codePoint >= 0x3400 && codePoint < 0xa000) || (codePoint >= 0x20000 && codePoint < 0x30000)) return 'han'
  if (codePoint >= 0xac00 && codePoint < 0xd7b0) return 'hangul'
  if (codePoint >= 0xff66 && codePoint < 0xffa0) return 'half-width kana'
  return ''
}

const isAsciiLetter = (codePoint: number): boolean =>
  (codePoint >= 65 && codePoint <= 90) || (codePoint >= 97 && codePoint <= 122)
