import type { Column } from '@aw-flow/schema'
import type { ColumnValues } from '../link-values.ts'
import { isMisspelled } from '../misspelling.ts'
import { stem } from '../stem.ts'
import { tokenize } from '../words.ts'

/** Words for operations that are often misspelled, in their correct spelling. */
const operationWords =
  'average median minimum maximum highest lowest largest smallest descending ascending alphabetical alphabetically chronological duplicate duplicates percentage percent difference column separate between greater without average category missing numbers multiply divided cumulative quarter monthly yearly together otherwise convert rounded newest oldest earliest latest durchschnitt absteigend aufsteigend alphabetisch hochste niedrigste zusammen entferne sortiere zwischen mindestens hochstens'.split(
    ' ',
  )
const correctWords = new Set(operationWords)

/** Corrects misspelled words for operations: "avarage", "desending". */
export function correctSpelling(text: string, columns: readonly Column[], values: ColumnValues): string {
  let result = ''
  let copiedEnd = 0
  for (const { kind, cell, column, folded, start, end } of tokenize(text, columns, values)) {
    if (kind !== 'word' || cell || column || folded.length < 6 || correctWords.has(folded)) continue
    const correctWord = operationWords.find((word) => word[0] === folded[0] && isMisspelled(folded, stem(word)))
    if (correctWord === undefined || stem(folded) === stem(correctWord)) continue
    result += text.slice(copiedEnd, start) + correctWord
    copiedEnd = end
  }
  return result + text.slice(copiedEnd)
}
