import { formatColumnType } from '@aw-flow/editor'
import type { Column, Value } from '@aw-flow/schema'
import { valueSchema, type Sides } from '@aw-flow/schema/internal'
import { getStrings } from '../language/strings.ts'

const maxLength = 60
/** Maximum number of columns to list by name. */
const maxColumns = 5

/**
 * Describes how the value of an input or output differs between two runs. If a run has no such value, its side is
 * `undefined`.
 */
export function describeValueChange(sides: Sides<unknown>): string[] {
  const strings = getStrings().compare
  const [a, b] = [parseValue(sides.a), parseValue(sides.b)]
  if (a?.kind === 'file' && b?.kind === 'file')
    return [`${a.name} → ${a.name === b.name ? `${b.name} (${strings.file})` : b.name}`]
  if (a?.kind !== 'table' || b?.kind !== 'table') {
    const [textA, textB] = [formatValue(a, sides.a), formatValue(b, sides.b)]
    // Objects and lists are too long to compare on one line.
    return textA === undefined || textB === undefined ? [strings.differentContent] : [`${textA} → ${textB}`]
  }
  const [shapeA, shapeB] = [formatShape(a.table), formatShape(b.table)]
  const changes = describeColumnChanges(a.table.columns, b.table.columns)
  if (shapeA !== shapeB) return [`${shapeA} → ${shapeB}`, ...changes]
  return changes.length > 0 ? changes : [strings.sameShape(shapeA)]
}

/** Formats a setting's value on one line, truncated if necessary. `undefined` stands for the node type's default. */
export function formatOnOneLine(value: unknown): string {
  const text =
    value === undefined ? getStrings().compare.default : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
}

const parseValue = (value: unknown): Value | undefined => valueSchema.safeParse(value).data

/** Formats a value on one line, or returns `undefined` if it is too long. */
function formatValue(value: Value | undefined, rawValue: unknown): string | undefined {
  switch (value?.kind) {
    case undefined:
      return rawValue === undefined ? getStrings().compare.noValue : formatOnOneLine(rawValue)
    case 'table':
      return formatShape(value.table)
    case 'file':
      return value.name
    case 'text':
      return formatOnOneLine(value.text)
    case 'json': {
      const text = JSON.stringify(value.json ?? null)
      return text.length > maxLength ? undefined : text
    }
  }
}

const formatShape = ({ rows, columns }: { rows: number; columns: readonly Column[] }): string => {
  const { data } = getStrings()
  return `${data.rowCount(rows)}, ${data.columnCount(columns.length)}`
}

function describeColumnChanges(a: readonly Column[], b: readonly Column[]): string[] {
  const strings = getStrings().compare
  const typesBefore = new Map(a.map(({ name, type }) => [name, type]))
  const typesAfter = new Map(b.map(({ name, type }) => [name, type]))
  const addedNames = b.flatMap(({ name }) => (typesBefore.has(name) ? [] : [name]))
  const removedNames = a.flatMap(({ name }) => (typesAfter.has(name) ? [] : [name]))
  const typeChanges = a.flatMap(({ name, type }) => {
    const newType = typesAfter.get(name)
    return newType === undefined || newType === type ? [] : [`${name}: ${formatTypeChange(type, newType)}`]
  })
  return [
    ...(addedNames.length > 0 ? [strings.addedColumns(formatNames(addedNames))] : []),
    ...(removedNames.length > 0 ? [strings.removedColumns(formatNames(removedNames))] : []),
    ...(typeChanges.length > 0 ? [strings.changedTypes(formatNames(typeChanges))] : []),
  ]
}

/** Formats a type change with display names. If these are equal, the database types are added. */
function formatTypeChange(before: string, after: string): string {
  const [from, to] = [before, after].map((type) =>
    formatColumnType(type, getStrings().editor.resultsStrings.table.columnTypes),
  )
  return from === to ? `${from} (${before}) → ${to} (${after})` : `${from} → ${to}`
}

/** Lists the first `maxColumns` names and counts the rest. */
const formatNames = (names: readonly string[]): string => {
  const hiddenCount = names.length - maxColumns
  const listedNames = names.slice(0, maxColumns).join(', ')
  return hiddenCount > 0 ? `${listedNames}, ${getStrings().data.more(hiddenCount)}` : listedNames
}
