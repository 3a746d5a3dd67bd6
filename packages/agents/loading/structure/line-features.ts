import { classifyCell, hasDistinctiveFormat, toBroadKind, toCellShape } from '../columns/cell-kind.ts'
import { isIdentifier, measureExcessSurprisal, toPattern, type ColumnProfile } from './column-profile.ts'
import { isTypeRow } from './special-rows.ts'
import { isUnitRow } from './is-unit-row.ts'
import { findSequenceColumns } from './typed-columns.ts'

/** A line of text to classify as header, record or note. */
export interface TextLine {
  cells: readonly string[]
  quoted: readonly boolean[]
  /** The original text of the line. */
  text: string
  isComment: boolean
  /** Whether this line was included when the column profiles were computed. */
  isProfiled: boolean
}

/** Matches words that are common column names in several languages. */
export const headerWordPattern =
  /^(?:id|ids|name|title|date|time|day|month|year|code|type|kind|category|group|class|total|amount|price|cost|value|count|number|no|nr|num|qty|quantity|address|street|city|town|state|region|country|county|zip|postcode|phone|email|url|status|lat|latitude|lon|lng|long|longitude|x|y|z|description|comment|notes?|label|index|key|rank|score|rate|percent|min|max|mean|sum|age|sex|gender|first|last|first name|last name|start|end|from|to|source|target|size|weight|height|width|length|unit|currency|language|datum|ort|stadt|land|preis|menge|anzahl|nom|ville|pays|prix|fecha|nombre|ciudad|precio|abbr|abbreviation|acronym|full|desc|tags?|alias|symbol|iso|iso[23]|capital|continent|population|area|word|term|lemma|definition|meaning|translation|english|german|french|spanish|chinese|pinyin|question|answer|text|user|username|author|publisher|product|item|sku|brand|model|customer|company|department|role|result|locale|path|file|filename|link|website|domain|version|license|parent|level|species|genus|family|gene|sample|treatment|team|player|season|ticker|exchange|account|iban|bic|bank|balance|debit|credit|payee|memo|reference|station|elevation|altitude|bezeichnung|beschreibung|wert|adresse|libelle|libellé|valeur|descripcion|descripción|valor)$/i

/** Number of features of a cell. Each is averaged over the columns. */
const cellFeatureCount = 19
/**
 * Indexes of cell features whose minimum and maximum over the columns are features too: surprisals, relative length,
 * words above numbers or dates, and values that match the column.
 */
const extremeFeatures = [0, 1, 2, 5, 6, 7] as const
const lineFeatureCount = 22

/** Total number of features of a line. */
export const featuresPerLine = cellFeatureCount + 2 * extremeFeatures.length + lineFeatureCount

/** Number of characters at the start of each line that are examined. */
const maxLineLength = 1000

const clip = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value))

/**
 * Computes the numeric features of a line for a line classifier in the style of Pytheas (C. Christodoulakis et al.,
 * 2020) and Strudel (L. Jiang et al., 2021). The features describe how the line's cells differ from their columns in
 * kind, shape, length and case, whether the cells recur in the columns, and the layout of the line itself.
 *
 * @param columns Profiles of the first columns, computed from the records.
 * @param width Number of columns in the table.
 */
export function computeLineFeatures(line: TextLine, columns: readonly ColumnProfile[], width: number): Float64Array {
  const features = new Float64Array(featuresPerLine)
  const minima = new Float64Array(cellFeatureCount).fill(Infinity)
  const maxima = new Float64Array(cellFeatureCount).fill(-Infinity)
  let nonBlankCount = 0
  columns.forEach((column, index) => {
    const cell = line.cells[index]?.trim() ?? ''
    const cellFeatures = computeCellFeatures(cell, column, line.isProfiled)
    if (cell !== '') nonBlankCount++
    cellFeatures.forEach((value, feature) => {
      features[feature] = (features[feature] as number) + value / Math.max(1, columns.length)
      if (cell === '') return
      minima[feature] = Math.min(minima[feature] as number, value)
      maxima[feature] = Math.max(maxima[feature] as number, value)
    })
  })
  let featureIndex = cellFeatureCount
  for (const feature of extremeFeatures) {
    features[featureIndex++] = nonBlankCount > 0 ? (minima[feature] as number) : 0
    features[featureIndex++] = nonBlankCount > 0 ? (maxima[feature] as number) : 0
  }
  for (const value of computeLayoutFeatures(line, width)) features[featureIndex++] = value
  return features
}

function computeCellFeatures(cell: string, column: ColumnProfile, isProfiled: boolean): number[] {
  const { count, values } = column
  if (cell === '') return [...Array.from({ length: cellFeatureCount - 1 }, () => 0), column.nonEmptyShare]
  const kind = classifyCell(cell)
  const isTyped = hasDistinctiveFormat(kind)
  const broadKind = toBroadKind(kind)
  const otherCount = Math.max(0, count - (isProfiled ? 1 : 0))
  const occurrences = Math.max(0, (values.counts.get(cell) ?? 0) - (isProfiled ? 1 : 0))
  const isOnlyOccurrence = isProfiled && occurrences === 0
  const singletonCount = Math.max(0, column.singletonCount - (isOnlyOccurrence ? 1 : 0))
  const hasLetters = /\p{L}/u.test(cell)
  const symbols = [...column.symbols]
  const isTypedColumn = column.typedShare >= 0.8
  const measureSurprisal = (counts: ColumnProfile['kinds'], text: string): number =>
    otherCount === 0 ? 0 : clip(measureExcessSurprisal(counts, count, text, isProfiled), 6)
  return [
    measureSurprisal(column.kinds, broadKind),
    measureSurprisal(column.shapes, toCellShape(cell)),
    measureSurprisal(column.patterns, toPattern(cell)),
    // How strongly a recurring value indicates a record, and the surprisal of a new value.
    occurrences > 0 ? Math.log((otherCount - singletonCount + 0.5) / (otherCount + 1) / 0.02) : 0,
    occurrences === 0 && otherCount > 0 ? -Math.log((singletonCount + 0.5) / (otherCount + 1)) : 0,
    otherCount === 0 ? 0 : clip((cell.length - column.meanLength) / (column.lengthDeviation + 1), 4),
    isTypedColumn && !isTyped && hasLetters ? 1 : 0,
    isTypedColumn && isTyped && (column.kinds.counts.get(broadKind) ?? 0) > (isProfiled ? 1 : 0) ? 1 : 0,
    !isTypedColumn && isTyped ? 1 : 0,
    isIdentifier(cell) && column.identifierShare < 0.5 ? 1 : 0,
    headerWordPattern.test(cell) && occurrences === 0 ? 1 : 0,
    /^\p{Ll}/u.test(cell) && otherCount > 1 ? clip(1 - 4 * column.lowercaseShare, 1) : 0,
    !/\d/.test(cell) && otherCount > 1 ? column.digitShare : 0,
    /\s/.test(cell) || otherCount < 2 ? 0 : column.spaceShare,
    symbols.length === 0 ? 0 : symbols.every((symbol) => cell.includes(symbol)) ? -1 : 1,
    computeAffixFeature(cell, column),
    hasLetters ? 0 : 1,
    cell.length > 25 && /\p{L}[.!]$/u.test(cell) && /\p{L}\s/u.test(cell) ? 1 : 0,
    0,
  ]
}

/**
 * Returns -1 if a cell has the common prefix and suffix of the values, 1 if it lacks one of them, and 0 if the values
 * have neither in common.
 */
const computeAffixFeature = (cell: string, { prefix, suffix }: ColumnProfile): number =>
  prefix === '' && suffix === '' ? 0 : cell.startsWith(prefix) && cell.endsWith(suffix) ? -1 : 1

function computeLayoutFeatures({ cells, quoted, text, isComment }: TextLine, width: number): number[] {
  const nonBlankCells = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const measureFraction = (test: (cell: string) => boolean): number =>
    nonBlankCells.length === 0 ? 0 : nonBlankCells.filter(test).length / nonBlankCells.length
  const lastNonBlankIndex = cells.findLastIndex((cell) => cell.trim() !== '')
  const line = text.slice(0, maxLineLength).trim()
  return [
    isComment ? 1 : 0,
    clip(cells.length - width, 3),
    nonBlankCells.length / Math.max(1, width),
    nonBlankCells.length === 1 ? 1 : 0,
    nonBlankCells.length === 0 ? 0 : new Set(nonBlankCells).size / nonBlankCells.length,
    // Fraction of empty cells before the last non-blank cell.
    lastNonBlankIndex < 0 ? 0 : (lastNonBlankIndex + 1 - nonBlankCells.length) / (lastNonBlankIndex + 1),
    (cells[0]?.trim() ?? '') === '' ? 1 : 0,
    Math.min(6, Math.log1p(line.length)),
    measureFraction((cell) => hasDistinctiveFormat(classifyCell(cell))),
    measureFraction((cell) => /^[-+]?[\d.,]+$/.test(cell)),
    measureFraction((cell) => /^\p{L}+$/u.test(cell)),
    measureFraction((cell) => !/\p{L}/u.test(cell)),
    measureFraction((cell) => /^\p{Lu}[\p{Lu}\d_]*$/u.test(cell)),
    Math.log1p(
      nonBlankCells.reduce((sum, cell) => sum + cell.split(/\s+/).length, 0) / Math.max(1, nonBlankCells.length),
    ),
    /^[^\d\s][^:=]{0,40}[:=](?:\s|$)/.test(line) ? 1 : 0,
    /[:=]\s*$/.test(line) ? 1 : 0,
    /\p{L}{2}[.!?](?:\s|$)/u.test(line) ? 1 : 0,
    isUnitRow(cells) ? 1 : 0,
    isTypeRow(cells) ? 1 : 0,
    nonBlankCells.length === 0 ? 0 : findSequenceColumns(cells).size / nonBlankCells.length,
    /[\p{L}\p{N}]/u.test(line) ? 0 : 1,
    quoted.length === 0 ? 0 : quoted.filter(Boolean).length / quoted.length,
  ]
}
