/** Accented letters of languages in Latin script that files in older encodings are written in. */
const alphabets: Record<string, string> = {
  german: 'äöüß',
  french: 'àâæçéèêëîïôœùûüÿ',
  spanish: 'áéíñóúü',
  portuguese: 'áâãàçéêíóôõúü',
  italian: 'àèéìíîòóùú',
  catalan: 'àçèéíïòóúü',
  dutch: 'áèéëïóöü',
  nordic: 'åäæéöøü',
  icelandic: 'áæéíðóöúýþ',
  czechAndSlovak: 'áäčďéěíĺľňóôŕřšťúůýž',
  polish: 'ąćęłńóśźż',
  hungarian: 'áéíóöőúüű',
  romanian: 'âăîșşțţ',
  southSlavic: 'ćčđšž',
  turkish: 'âçğıîöşüûİ',
  baltic: 'āąčēęėģīįķļņōõšūųžäöü',
}

const fewAreNoEvidence = 2

const sets = Object.values(alphabets).map((letters) => new Set(letters + letters.toUpperCase()))

/**
 * The share of a text's accented Latin letters that one language has: 1 for text that is read in the right encoding, and
 * for text without such letters; clearly less where letters of several languages stand side by side.
 */
export function languageFit(text: string): number {
  const accented = [...text].filter((character) => {
    const code = character.codePointAt(0) ?? 0
    return code >= 0xc0 && code < 0x250 && code !== 0xd7 && code !== 0xf7
  })
  if (accented.length === 0) return 1
  const most = Math.max(...sets.map((letters) => accented.filter((letter) => letters.has(letter)).length))
  return (most + fewAreNoEvidence) / (accented.length + fewAreNoEvidence)
}
