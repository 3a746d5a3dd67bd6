import { maskQuotes } from './mask-quotes.ts'
import { fold } from '../stem.ts'

/** Part of a sentence with at most one verb that requests something. */
export interface Phrase {
  readonly start: number
  readonly end: number
  /** The folded text, with quoted text and parentheses masked. */
  readonly folded: string
  readonly startsSentence: boolean
  /** The offset at which its sentence ends. */
  readonly sentenceEnd: number
}

/** Verbs that start a request. */
const verbs =
  'trim|strip|remove|delete|drop|throw|take|get|make|write|turn|convert|change|replace|correct|fix|fill|set|put|split|separate|extract|keep|show|list|count|sum|give|add|append|attach|calculate|compute|rename|call|sort|order|rank|join|combine|merge|group|leave|ignore|exclude|filter|export|save|store|draw|plot|find|tell|standardi[sz]e|normali[sz]e|unify|harmoni[sz]e|clean|tidy|capitali[sz]e|lowercase|uppercase|recode|regroup|map|translate|round|flag|label|mark|divide|multiply|use|create|build|compare|select|display|i|we|only|entferne|losche|streiche|schreibe|setze|ersetze|fulle|mache|wandle|behalte|zeige|zahle|summiere|berechne|sortiere|gruppiere|verbinde|nur|bitte'
const infinitives =
  'entfernen|schreiben|machen|umwandeln|ersetzen|fullen|auffullen|loschen|setzen|trimmen|zeigen|weglassen|sortieren|ausgeben|behalten|streichen|abschneiden|vereinheitlichen|prufen'

const sentenceEnds = /[.!?](?=\s|$)|[;\n]/g
const phraseSeparators = new RegExp(
  String.raw`(?:[,:]\s+(?:(?:and|und|then|so|but|dann)\s+)?|\s(?:and|und|then|so|plus|dann)\s+)(?:(?:then|also|please|dann|bitte)\s+)?(?=(?:${verbs})\b)|(?:,\s*)?(?:\band |\bund )?\b(?:then|dann|danach|anschliesend)\s+|(?<=\b(?:${infinitives}))(?:,\s*(?:und\s+)?|\s+und\s+)`,
  'g',
)

/** Masks quoted text and parentheses with characters that do not form words. */
export const maskNested = (folded: string): string =>
  maskQuotes(folded, '_').replaceAll(/\([^()]*\)/g, (match) => '_'.repeat(match.length))

/** Splits text into phrases, at sentence ends and before verbs that start a request. */
export function splitIntoPhrases(text: string): readonly Phrase[] {
  const folded = maskNested(fold(text))
  const phrases: Phrase[] = []
  let start = 0
  for (const end of [...[...folded.matchAll(sentenceEnds)].map(({ index }) => index), text.length]) {
    const sentence = folded.slice(start, end)
    const separatorRanges = [...sentence.matchAll(phraseSeparators)].map(
      (match) => [match.index, match.index + match[0].length] as const,
    )
    let phraseStart = 0
    for (const [phraseEnd, next] of [...separatorRanges, [sentence.length, sentence.length] as const]) {
      const phrase = sentence.slice(phraseStart, phraseEnd)
      const leadingSpaces = /^\s*/.exec(phrase)![0].length
      if (phrase.trim() !== '')
        phrases.push({
          start: start + phraseStart + leadingSpaces,
          end: start + phraseEnd,
          folded: phrase.slice(leadingSpaces),
          startsSentence: phraseStart === 0,
          sentenceEnd: end,
        })
      phraseStart = next
    }
    start = end + 1
  }
  return phrases
}
