import type { Column } from '@aw-flow/schema'
import type { ClauseWords } from './clauses.ts'
import { chooseJoinKeys } from './join-keys.ts'
import type { ColumnValues } from './link-values.ts'
import type { StepDraft } from './step.ts'
import { fold } from './stem.ts'

/** Words that request combining two tables. */
export const joinWords =
  /\b(?:join|left join|look ?up|translate\w*|match\w*|enrich|merge|combine|verknupf\w*|verbinde\w*|zusammenfuhr\w*|fuhre .* zusammen|nachschlagen)\b/
/** A request for a join and its keys, up to the next step: "match them by the person's name and …". */
export const joinRequestPattern =
  /\b(?:join|left join|look ?up|translate\w*|match\w*|link\w*|merge|combine|verknupf\w*|verbinde\w*)\b(?=[^.;]{0,80}\b(?:on|by|with|against|to|using|into|uber|anhand|mit|=))[^.;]*?(?=[ ,]+(?:and|then|so|und|dann)\b[ ,]+(?:then |dann )?(?:also )?(?:give|show|tell|list|count|compute|calculate|add|total|sum|average|find|keep|report|get|i|we|zeig\w*|gib|berechne|zahle|summiere)\b|[.;]|$)/g
/** Words that request nulls for rows without a match: "leave the income blank". */
export const unmatchedWords = /\b(?:leave|leaving|keep|keeping|lasse?n?) (?:\w+ ){1,4}(?:blank|empty|null|leer)\b/
export const unionWords =
  /\b(?:append|stack|concatenate|union|(?:under|underneath|below|beneath|behind|after|on top of) (?:each other|one another|the other)|anhangen|hange .* an|untereinander|aneinander)\b/

/**
 * Creates a join on the columns that the clause names or, if it names none, on the most similar ones.
 *
 * @param text - The text in which to look for the join keys.
 */
export function readJoin(
  { folded }: Pick<ClauseWords, 'folded'>,
  left: readonly Column[],
  right: readonly Column[],
  values: ColumnValues = {},
  text = folded,
): StepDraft {
  const word = /\b(?:on|by|using|uber|anhand)\s+(?:the |der |die |das )?([\p{L}_][\p{L}\p{N}_]*)/u.exec(folded)?.[1]
  const name = left.find((column) => fold(column.name) === word)?.name ?? word
  // The columns of a file are unknown if the file is only mentioned in the text.
  const keys =
    right.length > 0 && left.length > 0
      ? chooseJoinKeys(text, left, right, values)
      : [findKeysByName(folded, left, right) ?? (name === undefined ? undefined : { left: name, right: name })].flatMap(
          (key) => key ?? [],
        )
  const [pair] = keys
  const isAmbiguous = left.some(
    (column) =>
      right.some((other) => other.name === column.name) && column.name !== pair?.left && column.name !== pair?.right,
  )
  const nameParts =
    pair && pair.left !== pair.right && isAmbiguous
      ? splitWords(pair.left).filter((nameWord) => !/^(?:id|code|key|nr|no)$/.test(nameWord))
      : []
  return {
    type: 'join',
    config: {
      kind: readJoinKind(folded),
      // "the country name" refers to the `name` of the row that `iso_country` references.
      ...(nameParts.length > 0 ? { suffix: `_${nameParts.at(-1)}` } : {}),
      keys: keys.map((key) => ({ ...key })),
    },
  }
}

const splitWords = (name: string): string[] =>
  name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .match(/\p{L}+/gu) ?? []

/** Determines the join type. For example, "that never appear in the other file" requests rows without a match. */
const readJoinKind = (folded: string): string =>
  /\b(?:drop|remove|discard|skip|ignore|exclude|leave out|without)\b.{0,40}\b(?:without|no|not|un)\b ?(?:an? |any )?match|\b(?:appear|exist|occur|are|is|found|present)\w* in both\b|\bin beiden\b/.test(
    folded,
  )
    ? 'inner'
    : unmatchedWords.test(folded) || /\b(?:keep|leave) (?:all|every)\b/.test(folded)
      ? 'left'
      : /\b(?:never|not|no|without|missing|nie|nicht|keine?[nrms]?|ohne)\b.{0,60}\b(?:file|list|table|appears?|shows? up|occurs?|match\w*|found|listed|entry|entries|datei|liste|tabelle|vorkomm\w*|auftauch\w*|vorhanden)\b/.test(
            folded,
          )
        ? 'anti'
        : /\b(?:left|all|keep all|look ?up|enrich|alle|nachschlagen)\b|\b(?:add|attach|erganz\w*)\b.*\b(?:each|every|jede\w*)\b/.test(
              folded,
            )
          ? 'left'
          : 'inner'

/** Finds join keys whose names differ: "on person = name", "where name equals person", "by person and name". */
function findKeysByName(
  folded: string,
  left: readonly Column[],
  right: readonly Column[],
): { left: string; right: string } | undefined {
  const match =
    /\b(?:on|by|using|where|when|uber|anhand|wo|wenn|nach)\s+(?:the |der |die |das )?([\p{L}_][\p{L}\p{N}_]*)\s*(?:=|==|equals|is equal to|matches|is|and|und|gleich|entspricht)\s*(?:the |der |die |das )?([\p{L}_][\p{L}\p{N}_]*)/u.exec(
      folded,
    )
  const [, first = '', second = ''] = match ?? []
  const findColumnName = (columns: readonly Column[], word: string): string | undefined =>
    columns.find(({ name }) => fold(name) === word)?.name
  // If the second file's columns are unknown, its key is the word that is not a column of the first file.
  const toKeys = (leftWord: string, rightWord: string): { left: string; right: string } | undefined => {
    const name = findColumnName(left, leftWord)
    const otherName =
      right.length === 0 ? (findColumnName(left, rightWord) ? undefined : rightWord) : findColumnName(right, rightWord)
    return name !== undefined && otherName !== undefined && name !== otherName
      ? { left: name, right: otherName }
      : undefined
  }
  return first === '' ? undefined : (toKeys(first, second) ?? toKeys(second, first))
}
