const letter = /\p{L}/u
const upper = /\p{Lu}/u
const lower = /\p{Ll}/u
const betweenLetters = /['’·\-–—\u00ad]/
const usualSymbols = /[°€£§©®«»“”‘’‚„…–—·•×½¼¾²³ºª±µ\u00a0¿¡™´]/

/**
 * How unlike real writing a text is, for choosing among encodings: the mean penalty per non-ASCII character (0 is
 * clean; wrong encodings come out around 1 and above). Looks at control characters, box drawing, symbols inside words,
 * capitals after small letters and changes of script within a word.
 */
export function textMess(text: string): number {
  let penalty = 0
  let count = 0
  let before = ''
  const characters = [...text]
  characters.forEach((character, index) => {
    const code = character.codePointAt(0) ?? 0
    if (code > 127) {
      count++
      penalty += penaltyOf(character, code, before, characters[index + 1] ?? '')
    } else if (/[a-z]/i.test(character) && before !== '' && isForeignLetter(before)) {
      penalty += 3
    }
    before = character
  })
  return count === 0 ? 0 : penalty / count
}

function penaltyOf(character: string, code: number, before: string, after: string): number {
  const script = scriptOf(character)
  const scriptBefore = before === '' ? '' : scriptOf(before)
  let penalty = 0
  if (code < 0xa0) penalty += 5
  else if (code === 0xfffd) penalty += 5
  else if (code >= 0x2500 && code < 0x2600) penalty += 3
  else if (code >= 0xe000 && code < 0xf900) penalty += 4
  else if (script === 'half-width kana') penalty += 1
  else if (script === '' && letter.test(before) && letter.test(after) && !betweenLetters.test(character)) penalty += 2
  else if (/[‚„]/.test(character) && letter.test(before)) penalty += 1
  else if (script === '' && !usualSymbols.test(character)) penalty += 1
  if (script !== '' && upper.test(character) && lower.test(before)) penalty += 2
  if (
    script !== '' &&
    scriptBefore !== '' &&
    script !== scriptBefore &&
    !(script === 'cjk' && scriptBefore === 'latin')
  )
    penalty += 3
  // Two accented Latin letters side by side are rare in writing and the rule in Cyrillic read as windows-1252.
  if (script === 'latin' && scriptBefore === 'latin' && (before.codePointAt(0) ?? 0) > 127) penalty += 0.7
  if (script === 'cjk') penalty += 0.1
  return penalty
}

const isForeignLetter = (character: string): boolean => {
  const script = scriptOf(character)
  return script === 'greek' || script === 'cyrillic'
}

function scriptOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  // U+0192 is a letter to Unicode and a lead byte of Shift-JIS to windows-1252.
  if (code < 0x250) return letter.test(character) && code !== 0x192 ? 'latin' : ''
  if (code >= 0x370 && code < 0x400) return 'greek'
  if (code >= 0x400 && code < 0x530) return 'cyrillic'
  if (code >= 0x590 && code < 0x600) return 'hebrew'
  if (code >= 0x600 && code < 0x700) return 'arabic'
  if ((code >= 0x3040 && code < 0x3100) || (code >= 0x3400 && code < 0xa000)) return 'cjk'
  if (code >= 0xac00 && code < 0xd7b0) return 'hangul'
  if (code >= 0xff61 && code < 0xffa0) return 'half-width kana'
  return ''
}
