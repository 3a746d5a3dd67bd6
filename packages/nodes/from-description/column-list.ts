import { isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { isIdentifier } from './conditions/compared-columns.ts'
import { isStopWord } from './find-unused-words.ts'
import { findMeasures } from './query/measures.ts'
import { isSuperlative } from './query/superlatives.ts'
import { fold, stemColumnName, stem } from './stem.ts'
import { tokenize } from './words.ts'
import { getLastPart } from './trim-end.ts'

/** The list of result columns in a description, in the description's own words. */
export interface ColumnList {
  readonly items: readonly string[]
  readonly start: number
  readonly end: number
}

/** Placeholder for the list in a description, so that the words before it can be replaced separately. */
export const listPlaceholder = '\uE001'

const listOpeningPattern =
  /(?:\b(?:i|we) (?:only |just |really |would )?(?:need|want|like)(?: to see| to have)?(?: only| just)?|\b(?:only|just)(?: (?:show|keep|need|list|give|display|return|output))?(?: me)?(?: the)?(?: columns?| fields?)?|\b(?:show|list|display|give|return|output|select)(?: me)?(?: only| just)?(?: the)?(?: columns?| fields?)?|\bkeep(?: only| just)?(?: the)?(?: columns?| fields?)?|\b(?:with )?(?:the )?(?:columns?|fields?|result|output)|\b(?:ich )?brauche(?: ich)?(?: nur)?|\bzeige?(?: mir)?(?: nur)?|\bnur(?: die)?(?: spalten)?|\b(?:mit den )?spalten)\s*:?\s+/g
const separatorPattern = /^\s*(?:,\s*(?:(?:and|und|plus)\s+)?|\s(?:and|und|plus|&|\+|sowie)\s+)/
const itemPattern =
  /^(?:"[^"]+"|“[^”]+”|„[^“”]+[“”]|(?!(?:and|und|plus|sowie)\b)[^\s,;:.()!?&+]+(?:\.(?=\S)[^\s,;:.()!?&+]+)*(?: (?!(?:and|und|plus|sowie)\b)[^\s,;:.()!?&+]+){0,4})/
/** Words that follow a column name and are not part of it. */
const nameTerminator =
  /\s(?:of|for|from|where|whose|that|which|with|in order|sorted|as|please|bitte|ab|von|aus|fur|when|if|only|nur|than|over|above|und zwar)\b/
const groupingWords = /\s(?:per|by|each|je|pro|nach)\b/

/**
 * Finds the list of result columns in a description: "I only need the id, the name and both dates", "Columns: city,
 * total".
 */
export function findColumnList(text: string, columns: readonly Column[]): ColumnList | undefined {
  const foldedText = fold(text)
  const starts = [
    ...[...foldedText.matchAll(listOpeningPattern)].map((match) => ({
      start: match.index,
      list: match.index + match[0].length,
    })),
    // "… with number, name and city"
    ...[...foldedText.matchAll(/\b(?:with|mit)(?: the(?:ir)?| den| der| dem)? /g)].map((match) => ({
      start: match.index,
      list: match.index + match[0].length,
      isWeak: true,
    })),
    // A sentence that is only a list.
    ...[...foldedText.matchAll(/(?<=[.!?;:]\s)(?=\S)/g)].map(({ index }) => ({
      start: index,
      list: index,
      isBare: true,
    })),
    // "Show only the best of each category (category, product)."
    ...[...foldedText.matchAll(/\((?=[^(),]+,)/g)].map(({ index }) => ({
      start: index,
      list: index + 1,
      isNested: true,
    })),
  ]
  let bestList: ColumnList | undefined
  for (const { start, list: listStart, ...flags } of starts) {
    const itemList = readItems(text, foldedText, listStart, columns)
    if (!itemList) continue
    const textAfter = foldedText.slice(itemList.end)
    if (
      'isWeak' in flags &&
      (itemList.items.length < 3 || !/^[\s)]*(?:[.,;!?]|$|in order|sort|als|as )/.test(textAfter))
    )
      continue
    if ('isBare' in flags && !/^(?:only|nur|please|bitte)?(?:\s*[.!]|$)/.test(textAfter.trim())) continue
    if (
      'isNested' in flags &&
      (!textAfter.startsWith(')') ||
        !/\b(?:show|only|list|keep|give|want|need)\b/.test(getLastPart(foldedText.slice(0, start), '.;')))
    )
      continue
    const end = 'isNested' in flags ? itemList.end + 1 : itemList.end
    if (!bestList || itemList.items.length >= bestList.items.length) bestList = { items: itemList.items, start, end }
  }
  return bestList
}

function readItems(
  text: string,
  foldedText: string,
  start: number,
  columns: readonly Column[],
): { readonly items: readonly string[]; readonly end: number } | undefined {
  const items: string[] = []
  let position = start
  let end = start
  let knownCount = 0
  for (;;) {
    const match = itemPattern.exec(text.slice(position))
    if (!match) break
    const foldedMatch = fold(match[0])
    if (groupingWords.test(foldedMatch) || /^(?:by|per)\b/.test(foldedMatch)) return undefined
    const terminator = nameTerminator.exec(foldedMatch)
    const item = terminator ? match[0].slice(0, terminator.index) : match[0]
    const words = fold(item).match(/[a-z]+/g) ?? []
    const isExactName = columns.some(({ name }) => fold(name) === fold(item).trim())
    // "biggest amount first" is a sort order, and "show the name" starts a new list.
    if (
      !isExactName &&
      !resolveName(item, columns) &&
      (words.some((word) => isSuperlative(word) && !/^(?:first|last)$/.test(word)) ||
        /^(?:show|list|give|keep|display|return|output|only|just|sort|each|every|without|no|zeig|gib|jede|ohne)\b/.test(
          words.length > 1 ? words[0]! : '',
        ))
    )
      break
    const [column] = resolveItem(item, columns, columns)
    if (!column) {
      const word = words.findLast((each) => !isStopWord(each)) ?? ''
      const occursElsewhere =
        word.length > 2 &&
        `${foldedText.slice(0, start)} ${foldedText.slice(position + match[0].length)}`.includes(word)
      if (
        items.length === 0 ||
        !occursElsewhere ||
        words.some((each) => isSuperlative(each) && each !== 'last' && each !== 'first')
      )
        break
    } else if (
      columns.every(({ name }) => fold(name) !== fold(item).trim()) &&
      findMeasures(fold(item)).length > 0 &&
      !resolveName(item, columns)
    )
      return undefined
    else knownCount++
    items.push(item)
    end = position + item.length
    if (terminator) break
    const next = separatorPattern.exec(foldedText.slice(position + match[0].length))
    if (!next) break
    position += match[0].length + next[0].length
  }
  return items.length > 1 && knownCount > 1 ? { items, end } : undefined
}

/** Returns the stems of a text's words. Words for identifiers, such as "number" and "code", become "id". */
const toStems = (text: string): string[] =>
  stemColumnName(
    text
      .replaceAll(/["“”„()_.-]+/g, ' ')
      .replaceAll(/(?<!\p{L})(?:no|nr|number|num|nummer|id|code|key|kennung)(?!\p{L})/giu, 'id'),
  )

/**
 * Returns the column whose name consists of the item's words or else the only column whose name contains all of them.
 * Words match in any inflected form.
 */
function resolveName(item: string, columns: readonly Column[]): Column | undefined {
  const columnStems = new Set(columns.flatMap(({ name }) => toStems(name)))
  // In "the last name", the stop word "last" is part of a column name.
  const itemStems = toStems(item.replace(/^\s*(?:the|its|their|a|an|der|die|das|den)\s+/i, '')).filter(
    (word) => columnStems.has(word) || !isStopWord(word),
  )
  if (itemStems.length === 0) return undefined
  const hasSameStems = ({ name }: Column): boolean => toStems(name).join(' ') === itemStems.join(' ')
  const candidates = columns.filter(({ name }) => {
    const nameStems = toStems(name)
    return itemStems.every((word) => nameStems.includes(word))
  })
  return columns.find(hasSameStems) ?? (candidates.length === 1 ? candidates[0] : undefined)
}

/**
 * Returns the columns to which a list item refers. One item can refer to several: "both dates".
 *
 * @param sourceColumns - The columns of the source files; all others are computed.
 */
export function resolveItem(
  item: string,
  columns: readonly Column[],
  sourceColumns: readonly Column[],
): readonly Column[] {
  const namedColumn = resolveName(item, columns)
  if (namedColumn) return [namedColumn]
  const folded = fold(item).trim()
  if (/^(?:the |all |die )?(?:two|both|three|beide\w*|zwei)? ?(?:dates|days and times|daten)$/.test(folded)) {
    const timeColumns = columns.filter(({ type }) => isTemporal(type))
    if (timeColumns.length > 1) return timeColumns
  }
  const tokens = tokenize(item, columns).filter(({ column, cell }) => column && !cell)
  const completeTokens = tokens.filter(({ isPartial }) => !isPartial)
  const [firstColumn, secondColumn] = [
    ...new Map(
      (completeTokens.length > 0 ? completeTokens : tokens).map(({ column }) => [column!.name, column!]),
    ).values(),
  ]
  if (firstColumn && !secondColumn) return [firstColumn]
  if (/^(?:the |die )?(?:id|ids|number|nr|nummer|code)$/.test(folded))
    return columns.filter((column) => isIdentifier(column) || /(?:number|nummer)$/i.test(column.name)).slice(0, 1)
  const computedColumns = columns.filter(({ name }) => sourceColumns.every((source) => source.name !== name))
  const words = (folded.match(/[a-z]{3,}/g) ?? []).filter((word) => !isStopWord(word)).map(stem)
  const relatedColumns = computedColumns.filter(({ name }) => stemColumnName(name).some((word) => words.includes(word)))
  return relatedColumns.length === 1 ? relatedColumns : computedColumns.length === 1 ? computedColumns : []
}
