import { getLastPart } from './trim-end.ts'

/**
 * A request to keep the rows with a match in a second table (`semi`) or without one (`anti`), and its position in the
 * text.
 */
export interface Membership {
  readonly kind: 'semi' | 'anti'
  readonly start: number
  readonly end: number
}

const tableNoun = String.raw`(?:[\w-]+ ){0,3}?(?:files?|lists?|tables?|sheets?|data|dataset|one|export|datei|liste|tabelle|aufstellung)`
const membershipPattern = new RegExp(
  String.raw`\b(?:is|are|was|were|appears?|occurs?|exists?|stands?|listed|found|contained|included|present|missing|absent|new|sind|ist|steh\w*|fehl\w*|vorkomm\w*|auftauch\w*)\b[^.;]{0,25}?\b(?:in|on|from|auf|aus)\b (?:the |our |my |that |der |dem |den )?${tableNoun}\b|\b(?:not|nicht) (?:in|on|auf) (?:the |our |der |dem )?${tableNoun}\b|\b(?:has|have|had|with|without|haben|hat|ohne)\b(?: no| not| never|n.t| any| a| an| keine?n?){0,2} (?:match\w*|partner|counterpart|entry|entries|record|row|eintrag|treffer|gegenstuck)\b(?: (?:in|on|auf) (?:the |our |der |dem )?${tableNoun}\b)?`,
  'g',
)
const negationPattern =
  /\b(?:not|no|never|nobody|none|nowhere|without|missing|absent|new|nicht|keine?[nrms]?|nie|niemand|ohne|fehl\w*)\b|n[\u2019']t\b/g
const removalWords =
  /\b(?:exclude\w*|leave out|leaving out|remove\w*|drop|delete|filter out|throw out|skip|ignore|discard|take out|kick out|without|minus|entferne\w*|losche\w*|ohne|weglassen|ausschlies\w*)\b/
const keepWords = /\b(?:only|just|keep|nur|behalte\w*)\b/

/**
 * Reads a request to filter rows by whether they occur in a second table. "leave out everyone who is in the other list"
 * and "that are not in the list" both keep the rows without a match.
 */
export function readMembership(folded: string): Membership | undefined {
  for (const match of folded.matchAll(membershipPattern)) {
    const precedingText = getLastPart(folded.slice(0, match.index), '.;,\n')
    const start = match.index - precedingText.length
    const end = match.index + match[0].length
    if (/\bboth\b|\bbeiden\b/.test(match[0])) continue
    const text = folded.slice(start, end)
    // "are missing, take them from the list" refers to cells, not to rows.
    if (/\b(?:first|this|ersten|dieser)\b/.test(match[0])) continue
    const removal = removalWords.exec(text)
    const otherNegations = [...text.matchAll(negationPattern)].filter(
      ({ index }) => !removal || index >= removal.index + removal[0].length || index < removal.index,
    )
    const isNegative = (otherNegations.length % 2 === 1) !== (removal !== null)
    if (isNegative) return { kind: 'anti', start, end }
    if (removal || (keepWords.test(text) && otherNegations.length === 0)) return { kind: 'semi', start, end }
  }
  return undefined
}

/** Reads the value for cells of rows without a match: "Bookings without a member get section "guest"". */
export function readUnmatchedValue(
  text: string,
): { readonly words: string; readonly value: string; readonly start: number; readonly end: number } | undefined {
  const match =
    /[^.;,\n]{0,40}\b(?:without|with no|has no|have no|ohne|no) [^.;,\n"“„]{1,40}?\b(?:gets?|becomes?|are|is|should be|shall be|set|use|put|bekomm\w*|erhalt\w*|erhält)\b([^.;\n"“„]{0,40})["“„]([^"“”„]{1,40})["”“]/i.exec(
      text,
    )
  return match
    ? { words: match[1]!, value: match[2]!, start: match.index, end: match.index + match[0].length }
    : undefined
}
