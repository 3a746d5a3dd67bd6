import type { Column } from '@aw-flow/schema'
import type { ColumnValues } from '../link-values.ts'
import { fold } from '../stem.ts'
import { quoteName, type StepDraft } from '../step.ts'

/** A set of old values and their new value. */
interface Recoding {
  /** The old values. Absent for empty cells. */
  readonly oldValues?: readonly string[]
  readonly newValue: string
  /** Whether the new value applies to all remaining cells. */
  readonly isDefault?: boolean
}

const arrowPattern = / ?(?:(?<!-)-+>|→|(?<!=)=+>|⇒) ?/g
const becomesWords =
  / (?:should (?:both |all |then )?(?:be|become|read)|shall (?:both |all )?(?:be|become)|must (?:be|become)|to be|becomes?|turns? into|(?:is|are) (?:to be )?(?:replaced (?:by|with)|changed to|written as|renamed to)|werden zu|wird zu|soll(?:en)? (?:beide |alle )?(?:zu )?) /gi
const labelVerbs = / (?:are|is|counts? as|goes? to|belongs? to|gehoren zu|sind|ist) /gi
const recodeVerbs =
  /\b(?:regroup\w*|recode\w*|group\w*|classif\w*|reclassif\w*|map|relabel\w*|bucket\w*|gruppier\w*|einteilen)\b/
const emptyWords =
  /^(?:(?:the |all )?(?:empty|blanks?|missing|nulls?|nothing|empty (?:ones|cells|values|fields)|missing (?:ones|cells|values)|leer\w*|fehlende\w*|leere \w+))$/
const restWords =
  /^(?:and )?(?:the rest|(?:every|any)(?:thing|one) else|all others?|(?:the )?others|otherwise|all the rest|der rest|alles andere|alle anderen|sonst)$/

/**
 * Reads value replacements: "USA and United States -> US; empty -> unknown", "F and f become female".
 *
 * @param text - The part of the description that contains the values.
 * @param column - The column that the preceding words name.
 */
export function readRecoding(
  text: string,
  column: Column | undefined,
  columns: readonly Column[],
  values: ColumnValues,
): RecodingResult | undefined {
  return readRecodings(text, column, columns, values) ?? (column && readRecodings(text, undefined, columns, values))
}

interface RecodingResult {
  readonly column: Column
  readonly drafts: readonly StepDraft[]
  readonly start: number
  readonly end: number
}

function readRecodings(
  text: string,
  column: Column | undefined,
  columns: readonly Column[],
  values: ColumnValues,
): RecodingResult | undefined {
  const folded = fold(text)
  const arrowMatches = [...text.matchAll(arrowPattern)]
  const usesArrows = arrowMatches.length > 0
  const labelVerbMatches = recodeVerbs.test(folded) && /["“„]/.test(text) ? [...text.matchAll(labelVerbs)] : []
  const connectorMatches = usesArrows ? arrowMatches : [...text.matchAll(becomesWords)]
  const linkMatches = connectorMatches.length > 0 ? connectorMatches : labelVerbMatches
  if (linkMatches.length === 0) return undefined
  const foundRecodings: (Recoding & { start: number; end: number })[] = []
  let previousEnd = 0
  let valueColumn = column
  for (const link of linkMatches) {
    const textBefore = text.slice(previousEnd, link.index)
    const rightSide = readNewValue(text, link.index + link[0].length)
    if (!rightSide) return undefined
    const items = splitItems(textBefore)
    const oldValues: string[] = []
    let kind: 'empty' | 'rest' | undefined
    let itemsStart = link.index
    for (const item of items.toReversed()) {
      const foldedItem = fold(item.text)
      if (emptyWords.test(foldedItem)) kind = 'empty'
      else if (restWords.test(foldedItem)) kind = 'rest'
      else {
        const value = findValue(item, valueColumn, columns, values, usesArrows)
        if (!value) break
        valueColumn ??= value.column
        oldValues.unshift(value.text)
      }
      itemsStart = previousEnd + item.start
    }
    if (kind === undefined && oldValues.length === 0) return undefined
    if (oldValues.length > 0)
      foundRecodings.push({ oldValues, newValue: rightSide.text, start: itemsStart, end: rightSide.end })
    if (kind === 'empty') foundRecodings.push({ newValue: rightSide.text, start: itemsStart, end: rightSide.end })
    if (kind === 'rest')
      foundRecodings.push({ newValue: rightSide.text, isDefault: true, start: itemsStart, end: rightSide.end })
    previousEnd = rightSide.end
  }
  if (!valueColumn || valueColumn.type !== 'VARCHAR' || foundRecodings.length === 0) return undefined
  return {
    column: valueColumn,
    drafts: toDrafts(valueColumn, foundRecodings),
    start: Math.min(...foundRecodings.map(({ start }) => start)),
    end: Math.max(...foundRecodings.map(({ end }) => end)),
  }
}

function toDrafts({ name }: Column, recodings: readonly Recoding[]): readonly StepDraft[] {
  const cell = quoteName(name)
  const normalizedCell = `$lowercase($trim(${cell}))`
  const defaultRecoding = recodings.find(({ isDefault }) => isDefault)
  const emptyRecoding = recodings.find(({ oldValues, isDefault }) => oldValues === undefined && !isDefault)
  const expression = recodings
    .filter(({ oldValues }) => oldValues !== undefined)
    .reduceRight(
      (elseExpression, { oldValues, newValue }) => {
        const tests = [...new Set(oldValues!.map((value) => value.toLowerCase().trim()))]
        return `${tests.map((value) => `${normalizedCell} = ${JSON.stringify(value)}`).join(' or ')} ? ${JSON.stringify(newValue)} : ${elseExpression}`
      },
      defaultRecoding ? JSON.stringify(defaultRecoding.newValue) : cell,
    )
  return [
    ...(expression === cell ? [] : [{ type: 'derive_column', config: { column: name, expression } }]),
    ...(emptyRecoding
      ? [{ type: 'fill', config: { columns: [name], how: 'constant', value: emptyRecoding.newValue } }]
      : []),
  ]
}

/** Reads the new value at a position: quoted text, or the words up to the next separator. */
function readNewValue(text: string, position: number): { readonly text: string; readonly end: number } | undefined {
  const rest = text.slice(position)
  const quotedMatch = /^["“„'](.+?)["”“']/.exec(rest)
  if (quotedMatch) return { text: quotedMatch[1]!, end: position + quotedMatch[0].length }
  const plainMatch =
    /^(?:a |an |the )?([^\s,;.()]+(?: [^\s,;.()]+){0,3}?)(?=\s*(?:[,;)]|\.(?:\s|$)|\band\b|\bund\b|\bin\b|$))/.exec(
      rest,
    )
  return plainMatch ? { text: plainMatch[1]!, end: position + plainMatch[0].length } : undefined
}

interface Item {
  readonly text: string
  readonly start: number
  readonly isQuoted: boolean
}

/** Splits a list such as "F, f and Female" into items. */
function splitItems(listText: string): readonly Item[] {
  const items: Item[] = []
  const pattern = /["“„']([^"“”„']+)["”“']|[^,;()"“”„:]+?(?=\s+(?:and|or|und|oder)\s|[,;()"“”„:]|$)/g
  for (const match of listText.matchAll(pattern)) {
    const itemText = (match[1] ?? match[0]).replace(/^\s*(?:and|or|und|oder)\s+/, '').trim()
    if (itemText !== '' && !/^(?:and|or|und|oder)$/.test(itemText))
      items.push({ text: itemText, start: match.index + match[0].indexOf(itemText), isQuoted: match[1] !== undefined })
  }
  return items
}

const itemOpening =
  /^.*\b(?:so that|that|such that|where|in|is|as|recode|map|change|correct|replace|from|sodass|dass|the)\s+(?=\S)/i

/** Finds the column value that an item names. */
function findValue(
  { text, isQuoted }: Item,
  column: Column | undefined,
  columns: readonly Column[],
  values: ColumnValues,
  usesArrows: boolean,
): { readonly column: Column; readonly text: string } | undefined {
  const textColumns = columns.filter(({ type }) => type === 'VARCHAR')
  const candidates = column ? [column] : textColumns
  for (const form of new Set([text, text.replace(itemOpening, '')])) {
    const normalizedForm = form.toLowerCase().trim()
    const foundColumn = candidates.find(({ name }) =>
      (values[name] ?? []).some((value) => value.toLowerCase().trim() === normalizedForm),
    )
    if (foundColumn) return { column: foundColumn, text: form }
  }
  // The value may be missing from the known values.
  return column && (isQuoted || (usesArrows && /^\S+$/.test(text) && !recodeVerbs.test(fold(text))))
    ? { column, text }
    : undefined
}
