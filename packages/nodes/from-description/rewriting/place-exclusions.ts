import { maskQuotes } from './mask-quotes.ts'
import { fold } from '../stem.ts'

/** A folded word or symbol in a sentence, and its position in the text. */
interface Word {
  readonly folded: string
  readonly start: number
  readonly end: number
}

const createWordTest = (source: string): ((word: string | undefined) => boolean) => {
  const words = new RegExp(`^(?:${source})$`)
  return (word) => word !== undefined && words.test(word)
}

const isNegator = createWordTest('not|never|nicht|nie|niemals|neither|keinesfalls|keineswegs|cannot|dont|doesnt|wont')
/** Modal verbs. They also turn a relative clause into a request: "orders that should be removed". */
const isModal = createWordTest(
  'should|must|shall|can|could|may|cannot|has|have|needs?|ought|wont|will|sollen|sollten|sollte|soll|mussen|muss|durfen|darf|konnen|kann',
)
const isAuxiliary = createWordTest(
  'are|is|were|was|be|been|being|to|do|does|did|dont|doesnt|get|gets|werden|wird|bleiben|bleibt|sind|ist|lassen|zu|worden',
)
/** Adverbs and fillers between a subject and its verb. */
const isAdverb = createWordTest(
  'please|bitte|also|auch|all|therefore|simply|just|einfach|komplett|completely|here|hier|dabei|daher|vorher|zuvor|first|zuerst|wieder|entirely|really|any|mehr|longer|no|ganz|lieber|better|us|me|mich|uns|naturlich|noch|then|dann',
)
/** Verbs for removing, in the forms that follow their object. */
const isRemovalVerb = createWordTest(
  'removed?|deleted?|dropp?(?:ed)?|exclud(?:e|ed)|omit(?:ted)?|skip(?:ped)?|ignored?|discard(?:ed)?|disregard(?:ed)?|eliminated?|dismissed?|suppressed|stripped|weglassen|weggelassen|wegzulassen|weg|wegfallen|wegbleiben|raus|rauslassen|rausgelassen|rauswerfen|rausgeworfen|rausnehmen|rausgenommen|rausfallen|rausfliegen|rausfiltern|rausgefiltert|herausfiltern|herausgefiltert|herausnehmen|herausgenommen|herauslassen|ausschliesen|ausgeschlossen|auszuschliesen|ausklammern|ausgeklammert|ausnehmen|ausgenommen|aussortieren|aussortiert|auslassen|ausgelassen|entfernen|entfernt|loschen|geloscht|ignorieren|ignoriert|ignorierst|streichen|gestrichen|verwerfen|verworfen|entfallen|unberucksichtigt|irrelevant|egal',
)
/** Verbs that mean removing only together with "out", "away" or "off": "left out", "thrown away". */
const isParticleVerb = createWordTest(
  'left|leave|thrown|throw|taken|take|kicked|filtered|filter|cut|weeded|tossed|sorted|stay|stays|go|goes|set|put|kept|keep|fall|fly|screened|come|ruled',
)
const isParticle = createWordTest('out|away|aside|off')
/** Verbs for keeping. If negated, they mean removing: "must not be counted". */
const isKeepingVerb = createWordTest(
  'count|counts|counted|included?|consider(?:ed)?|keep|kept|used?|show|shown|listed|appear|matter|matters|relevant|needed|wanted|required|interesting|part|taken|reported|summed|added|zahlen|zahlt|gezahlt|mitzahlen|mitgezahlt|mitzuzahlen|berucksichtigen|berucksichtigt|berucksichtigst|einbeziehen|einbezogen|einrechnen|eingerechnet|mitrechnen|mitgerechnet|anzeigen|angezeigt|zeigen|gezeigt|auftauchen|erscheinen|interessieren|interessiert|gebraucht|benotigt|dabei|drin|enthalten|aufnehmen|aufgenommen|behalten|betrachten|betrachtet|beachten|beachtet|ausgewertet|auswerten',
)
/** Words after a verb for keeping that belong to it: "taken into account", "show up", "nicht mit in die Summe". */
const isTrailingWord = createWordTest(
  'up|into|account|consideration|mit|werden|wird|sein|bleiben|lassen|sollen|in|at|all|anymore|sind',
)
const isRelativePronoun = createWordTest('that|which|who|die|der|das|welche')
const isConjunction = createWordTest('if|when|wenn|falls|unless|whether|ob')

const boundary = /[.!?;:](?=\s|$)|\n|(?<![\p{L}\p{N}])(?:but|aber|wobei|whereas|though|although)(?![\p{L}\p{N}])/giu

/**
 * Rewrites every request to remove something as an imperative followed by its object, regardless of the original word
 * order: "canceled orders must not be counted", "stornierte bitte nicht mitzählen" and "I don't want canceled orders"
 * become "remove canceled orders". The readers then need to know only one word order. Requests not to remove anything,
 * such as "do not drop rows", are deleted.
 *
 * @param isName - Whether a folded word is a value or part of a column name. It protects text such as "status is
 * removed".
 */
export function normalizeExclusions(text: string, isName: (word: string) => boolean = () => false): string {
  let result = ''
  let start = 0
  const boundaries = [...maskQuotes(text, 'x').matchAll(boundary)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }))
  for (const range of [...boundaries, { start: text.length, end: text.length }]) {
    result += normalizeSentenceExclusions(text.slice(start, range.start), isName) + text.slice(range.start, range.end)
    start = range.end
  }
  return result
}

const readWords = (text: string): Word[] =>
  [...fold(maskQuotes(text, 'x')).matchAll(/[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*|[,()&/=<>+*%-]/gu)].map((match) => ({
    folded: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }))

function normalizeSentenceExclusions(sentence: string, isName: (word: string) => boolean): string {
  const words = readWords(sentence)
  for (let index = 0; index < words.length; index++) {
    const exclusion =
      findVerbBeforeObject(words, index) ??
      findVerbAroundObject(words, index) ??
      findVerbAfterObject(words, index, isName)
    if (!exclusion) continue
    const { objectStart, objectEnd, verbStart, verbEnd, replacement } = exclusion
    const before = sentence.slice(0, verbStart)
    const object = sentence.slice(objectStart, objectEnd).trim()
    const rest = sentence.slice(Math.max(objectEnd, verbEnd))
    // The text before and after can contain further requests.
    return `${normalizeSentenceExclusions(before, isName)}${replacement} ${object}${normalizeSentenceExclusions(rest, isName)}`
  }
  return sentence
}

interface Exclusion {
  readonly objectStart: number
  readonly objectEnd: number
  readonly verbStart: number
  readonly verbEnd: number
  readonly replacement: string
}

/**
 * Finds a negated verb that precedes its object: "don't count canceled orders", "I don't want to see closed tickets".
 */
function findVerbBeforeObject(words: readonly Word[], index: number): Exclusion | undefined {
  const getWord = (offset: number): string => words[index + offset]?.folded ?? ''
  const findObjectAfter = (verbLength: number): Exclusion | undefined => {
    const first = words[index + verbLength]
    if (!first || /^[,)]$/.test(first.folded)) return undefined
    let endIndex = index + verbLength
    while (words[endIndex] && !/^[,()]$/.test(words[endIndex]!.folded)) endIndex++
    const end = words[endIndex - 1]!.end
    return {
      objectStart: first.start,
      objectEnd: end,
      verbStart: words[index]!.start,
      verbEnd: first.start,
      replacement: 'remove',
    }
  }
  if (!isClauseStart(words, index)) return undefined
  let offset = 0
  const hasSubject = /^(?:i|we|ich|wir)$/.test(getWord(0))
  if (hasSubject) offset++
  if (
    /^(?:am|are)$/.test(getWord(offset)) &&
    getWord(offset + 1) === 'not' &&
    getWord(offset + 2) === 'interested' &&
    getWord(offset + 3) === 'in'
  )
    return findObjectAfter(offset + 4)
  if (/^(?:do|does)$/.test(getWord(offset)) && getWord(offset + 1) === 'not') offset += 2
  else if (/^(?:dont|never)$/.test(getWord(offset))) offset += 1
  else return undefined
  if (/^(?:really|want|need|care)$/.test(getWord(offset)) && hasSubject) {
    while (/^(?:really|want|need|care|about|to|see|have|count|include)$/.test(getWord(offset))) offset++
    return findObjectAfter(offset)
  }
  if (hasSubject) return undefined
  // "Do not remove rows" does not request anything.
  if (isRemovalVerb(getWord(offset)) || (isParticleVerb(getWord(offset)) && isParticle(getWord(offset + 1)))) {
    const exclusion = findObjectAfter(offset)
    return (
      exclusion && { ...exclusion, objectStart: exclusion.objectEnd, verbEnd: exclusion.objectEnd, replacement: '' }
    )
  }
  return /^(?:count|include|consider|keep|use|show|list|take)$/.test(getWord(offset))
    ? findObjectAfter(offset + 1)
    : undefined
}

const isSplitVerb = createWordTest(
  'leave|throw|take|kick|cut|filter|put|set|toss|weed|screen|chuck|lass|lasse|lassen|wirf|nimm|schmeis|streiche?|sortiere?|filtere?|klammere?|werfen|nehmen',
)
const isSplitParticle = createWordTest('out|away|aside|off|weg|raus|heraus|aus')

/** Finds a verb whose object precedes its particle: "leave the canceled ones out", "lass die stornierten weg". */
function findVerbAroundObject(words: readonly Word[], index: number): Exclusion | undefined {
  if (!isSplitVerb(words[index]!.folded) || !isClauseStart(words, index)) return undefined
  const commaIndex = words.findIndex(({ folded }, wordIndex) => wordIndex > index && /^[,()]$/.test(folded))
  const clauseEnd = commaIndex < 0 ? words.length : commaIndex
  const particleIndex = words.findIndex(
    ({ folded }, wordIndex) =>
      wordIndex > index + 1 && wordIndex < clauseEnd && isSplitParticle(folded) && isClauseEnd(words, wordIndex + 1),
  )
  if (particleIndex < 0) return undefined
  const object = words.slice(index + 1, particleIndex).filter(({ folded }) => !isAdverb(folded))
  // In "Leave them out", the pronoun refers to another sentence.
  if (
    object.length === 0 ||
    (object.length === 1 && /^(?:it|them|those|these|that|this|sie|es|ihn|das|die)$/.test(object[0]!.folded))
  )
    return undefined
  return {
    objectStart: object[0]!.start,
    objectEnd: object.at(-1)!.end,
    verbStart: words[index]!.start,
    verbEnd: words[particleIndex]!.end,
    replacement: 'remove',
  }
}

/** Whether a clause starts at a word index. */
const isClauseStart = (words: readonly Word[], index: number): boolean =>
  index === 0 || /^[,(]$|^(?:and|und|please|bitte|so|then|dann|also|wir|we)$/.test(words[index - 1]!.folded)

/**
 * Finds a verb that follows its object: "canceled orders must not be counted", "stornierte nicht mitzählen", "those
 * can go".
 */
function findVerbAfterObject(
  words: readonly Word[],
  index: number,
  isName: (word: string) => boolean,
): Exclusion | undefined {
  if (index === 0 || !startsVerbPhrase(words, index)) return undefined
  let verbIndex = index
  let [negationCount, hasModal, hasAuxiliary] = [0, false, false]
  for (; words[verbIndex]; verbIndex++) {
    const word = words[verbIndex]!.folded
    if (isNegator(word)) negationCount++
    else if (word === 'no' && words[verbIndex + 1]?.folded === 'longer') negationCount++
    // "are to be ignored", "have to go"
    if (isModal(word) || (word === 'to' && hasAuxiliary)) hasModal = true
    else if (isAuxiliary(word)) hasAuxiliary = true
    else if (!isNegator(word) && !isAdverb(word)) break
  }
  const verb = readVerb(words, verbIndex, hasModal)
  // In "where the status is removed", the verb is a value.
  if (!verb || (!hasModal && isName(words[verbIndex]!.folded))) return undefined
  let { end } = verb
  // In "zählen nicht (mit)", the negation follows the verb.
  if (verb.isKeeping && negationCount === 0) {
    let negatorIndex = end
    while (isAdverb(words[negatorIndex]?.folded)) negatorIndex++
    if (!isNegator(words[negatorIndex]?.folded)) return undefined
    negationCount++
    end = negatorIndex + 1
  }
  const isRemoved = verb.isKeeping ? negationCount % 2 === 1 : negationCount % 2 === 0
  while (
    words[end] &&
    isTrailingWord(words[end]!.folded) &&
    (isClauseEnd(words, end + 1) || isTrailingWord(words[end + 1]?.folded))
  )
    end++
  // Active verbs precede their object: "please remove the blanks".
  const isPassive = hasAuxiliary || hasModal || negationCount > 0
  if (!isPassive && !isClauseEnd(words, end)) return undefined
  if (!isPassive && !verb.isKeeping && isTransitive(words[verbIndex]!.folded)) return undefined
  const object = findObject(words, index, hasModal)
  if (!object) return undefined
  return {
    objectStart: words[object.firstIndex]!.start,
    objectEnd: isRemoved ? words[object.lastIndex]!.end : words[object.firstIndex]!.start,
    verbStart: words[object.start]!.start,
    verbEnd: words[end - 1]!.end,
    replacement: isRemoved ? 'remove' : '',
  }
}

const isVerbPart = (word: string | undefined): boolean =>
  isModal(word) || isAuxiliary(word) || isNegator(word) || isAdverb(word)

/** Whether a verb phrase starts at a word index. */
function startsVerbPhrase(words: readonly Word[], index: number): boolean {
  const word = words[index]!.folded
  if (isVerbPart(words[index - 1]!.folded)) return false
  return (
    isVerbPart(word) ||
    isFinalGermanVerb(words, index) ||
    word === 'ausen' ||
    (isIntransitive(word) && isParticle(words[index + 1]?.folded)) ||
    (isParticiple(word) &&
      isParticle(words[index + 1]?.folded) &&
      isClauseEnd(words, index + 2) &&
      !isClauseStart(words, index)) ||
    (isRemovalParticiple(word) && isClauseEnd(words, index + 1) && !isClauseStart(words, index)) ||
    /^(?:zahl|zahlen|zahlt|interessieren|interessiert)$/.test(word)
  )
}

/** Participles that end a clause: "returned orders left out", "hotels excluded". */
const isParticiple = createWordTest('left|thrown|taken|kicked|filtered|cut|tossed|set|put|weeded')
const isRemovalParticiple = createWordTest('excluded|omitted|ignored|skipped|removed|discarded|disregarded')

const isIntransitive = createWordTest('go|goes|stay|stays|fall|come')

/** English verbs that precede their object: "please remove". Participles follow it: "canceled ones excluded". */
const isTransitive = createWordTest(
  'remove|delete|drop|exclude|omit|skip|ignore|discard|disregard|eliminate|dismiss|leave|throw|take|filter|keep',
)

/** Whether a German verb for removing ends its clause: "Pinguine ohne Gewicht rauswerfen". */
const isFinalGermanVerb = (words: readonly Word[], index: number): boolean =>
  isRemovalVerb(words[index]!.folded) && !isTransitive(words[index]!.folded) && isClauseEnd(words, index + 1)

const isClauseEnd = (words: readonly Word[], index: number): boolean =>
  words[index] === undefined || /^[,()]$|^(?:and|und|then|dann|but|aber)$/.test(words[index]!.folded)

function readVerb(
  words: readonly Word[],
  index: number,
  hasModal: boolean,
): { readonly end: number; readonly isKeeping: boolean } | undefined {
  const word = words[index]?.folded
  const next = words[index + 1]?.folded
  if (isParticleVerb(word) && isParticle(next)) return { end: index + 2, isKeeping: false }
  if (word === 'ausen' && next === 'vor') return { end: index + 2, isKeeping: false }
  if (word === 'of' && next === 'no') return { end: index + 3, isKeeping: false }
  if (hasModal && /^(?:go|leave)$/.test(word ?? '') && isClauseEnd(words, index + 1))
    return { end: index + 1, isKeeping: false }
  if (isRemovalVerb(word)) return { end: index + 1, isKeeping: false }
  return isKeepingVerb(word) ? { end: index + 1, isKeeping: true } : undefined
}

const startsRequest = createWordTest(
  'count|sum|show|list|give|keep|take|group|sort|add|compute|calculate|join|get|make|filter|remove|drop|find|zeige?|zahle|summiere|berechne|gib|sortiere|behalte|by|per|je|pro|nach|then|dann|number|total|average|how|what|which|headcount|revenue|umsatz|summe|anzahl',
)

/** Finds the object of the verb at `verbIndex`, which consists of the preceding words of the clause. */
function findObject(
  words: readonly Word[],
  verbIndex: number,
  hasModal: boolean,
): { readonly start: number; readonly firstIndex: number; readonly lastIndex: number } | undefined {
  let lastIndex = verbIndex - 1
  if (words[lastIndex]?.folded === ',') lastIndex--
  // In "There are test orders that should be removed", the relative clause is the request.
  const isRelativeClause = isRelativePronoun(words[lastIndex]?.folded)
  if (isRelativeClause && (!hasModal || lastIndex === 0)) return undefined
  if (isRelativeClause) lastIndex--
  // In "The test rows are useless and should be removed", the object belongs to the first verb.
  const isSecondVerb = /^(?:and|und)$/.test(words[lastIndex]?.folded ?? '')
  if (isSecondVerb) lastIndex--
  let firstIndex = lastIndex + 1
  let depth = 0
  while (firstIndex > 0) {
    const { folded } = words[firstIndex - 1]!
    if (folded === ')') depth++
    if (folded === '(') {
      if (depth === 0) break
      depth--
    }
    if (depth === 0 && folded === ',' && !isListComma(words, firstIndex, lastIndex)) break
    if (
      depth === 0 &&
      /^(?:where|with|wo|bei)$/.test(folded) &&
      firstIndex - 1 > 0 &&
      isBareSubject(words, firstIndex, lastIndex)
    )
      break
    firstIndex--
  }
  for (let index = lastIndex; index > firstIndex; index--)
    if (
      /^(?:and|und)$/.test(words[index]!.folded) &&
      words.slice(firstIndex, index).some(({ folded }) => startsRequest(folded))
    ) {
      firstIndex = index + 1
      break
    }
  while (firstIndex <= lastIndex && /^(?:and|und|,)$/.test(words[firstIndex]!.folded)) firstIndex++
  const start = firstIndex
  while (
    firstIndex <= lastIndex &&
    /^(?:also|then|dann|there|are|is|es|gibt|please|bitte)$/.test(words[firstIndex]!.folded)
  )
    firstIndex++
  const auxiliaryIndex = isSecondVerb
    ? words.findIndex(({ folded }, wordIndex) => wordIndex > firstIndex && wordIndex < lastIndex && isAuxiliary(folded))
    : -1
  if (auxiliaryIndex > 0) lastIndex = auxiliaryIndex - 1
  if (firstIndex > lastIndex || words.slice(firstIndex, lastIndex + 1).some(({ folded }) => isConjunction(folded)))
    return undefined
  // In "It should be removed" and "which must not be counted", the object is in another sentence.
  if (firstIndex === lastIndex && /^(?:i|we|you|it|ich|wir|es|that|which|who|this)$/.test(words[firstIndex]!.folded))
    return undefined
  if (/^(?:i|we|ich|wir|please|bitte|to)$/.test(words[firstIndex]!.folded)) return undefined
  return { start, firstIndex, lastIndex }
}

/**
 * Whether the comma before a word separates list items or introduces a relative clause: "tea, coffee and gifts must be
 * removed".
 */
function isListComma(words: readonly Word[], firstIndex: number, lastIndex: number): boolean {
  const wordsAfter = words.slice(firstIndex, lastIndex + 1)
  const isRelativeClause =
    /^(?:that|which|who|whose|where|deren|dessen)$/.test(wordsAfter[0]?.folded ?? '') ||
    (/^(?:bei|in|mit|fur)$/.test(wordsAfter[0]?.folded ?? '') &&
      /^(?:denen|dem|der)$/.test(wordsAfter[1]?.folded ?? ''))
  if (isRelativeClause && wordsAfter.length > 1) return true
  let start = firstIndex - 2
  while (start >= 0 && !/^[,()]$/.test(words[start]!.folded)) start--
  const wordsBefore = words.slice(start + 1, firstIndex - 1)
  const isItem =
    wordsBefore.length > 0 && wordsBefore.length <= 2 && wordsBefore.every(({ folded }) => !startsRequest(folded))
  return isItem && wordsAfter.some(({ folded }) => /^(?:and|or|und|oder)$/.test(folded))
}

/**
 * Whether the words after "where" consist only of a subject: "revenue per region where canceled orders are not
 * counted".
 */
const isBareSubject = (words: readonly Word[], firstIndex: number, lastIndex: number): boolean =>
  lastIndex - firstIndex < 4 &&
  words
    .slice(
      words.findLastIndex(({ folded }, wordIndex) => wordIndex < firstIndex && /^[,(]$/.test(folded)) + 1,
      firstIndex - 1,
    )
    .some(({ folded }) => startsRequest(folded)) &&
  !words.slice(firstIndex, lastIndex + 1).some(({ folded }) => isAuxiliary(folded) || /^[=<>]$/.test(folded))
