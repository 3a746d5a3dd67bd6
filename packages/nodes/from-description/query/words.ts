import { findMeasures, measureWords } from './measures.ts'
import { periods } from './periods.ts'
import { selectionWords } from './read-choice.ts'
import { computationWords } from './compute-words.ts'
import { filterVerbs, removalVerbs } from './filter-verbs.ts'
import { groupWords } from './read-groups.ts'
import { ascendingWords, descendingWords, sortWords } from './read-order.ts'

/** Verbs and question words that start part of a query. */
const verbPattern =
  /\b(?:which|who|what|where|show|list|display|give me|tell me|take|top|bottom|limit|first \w+ rows|welche[rsnm]?|wer|zeige?|gib|nimm)\b|\b(?:i|we|ich|wir) (?:\w+ )?(?:need|want|like|brauche\w*|mochte\w*|will)\b/
/** Matches a clause that consists only of a sort direction: "highest first". */
const directionPattern =
  /^(?:in )?(?:(?:the )?(?:\w+ ){1,3}(?:first|at the top|on top)|(?:\w+ ){1,3}zuerst|absteigend\w*|aufsteigend\w*|descending|ascending)(?: order)?$/

/** Matches a clause that only names a new column: "call it ratio". */
const namingPattern =
  /^(?:call|name) (?:it|this|that|the (?:new )?column|the result)\b|^nenne (?:es|sie|die (?:neue )?spalte)\b/

/** Whether folded text contains a query verb or a calculation. */
export const describesQuery = (folded: string, isJoin = false): boolean =>
  findMeasures(folded).length > 0 ||
  (!isJoin && filterVerbs.test(folded)) ||
  sortWords.test(folded) ||
  computationWords.test(folded) ||
  (!isJoin && verbPattern.test(folded)) ||
  directionPattern.test(folded)

/** Whether a clause continues the previous one: "sort by date, newest first". */
export const continuesStep = (previous: string, folded: string): boolean =>
  (sortWords.test(previous) && (/^(?:then )?(?:by|nach)\b/.test(folded) || directionPattern.test(folded))) ||
  (computationWords.test(previous) && namingPattern.test(folded))

/** Patterns of all words that the query rules can interpret. */
export const queryPatterns: readonly RegExp[] = [
  ...measureWords.map(([, words]) => words),
  ...periods.flatMap(({ words, adverb }) => [words, adverb]),
  filterVerbs,
  removalVerbs,
  groupWords,
  sortWords,
  ascendingWords,
  descendingWords,
  computationWords,
  selectionWords,
  verbPattern,
  /\b(?:first|last|top|bottom|zuerst|oben|percent|prozent|called|named|namens|als|zero|high|low|divide|divided|oder|whose|with|without|ohne|deren|dessen|bei|time|zeit|column|columns|over|against)\b/,
]
