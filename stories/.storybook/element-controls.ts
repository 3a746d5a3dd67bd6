import type { MonitorView, ResultsTab } from '@aw-flow/editor'
import type { Sensitivity } from '@aw-flow/schema/internal'
import type { StrictArgTypes } from 'storybook/internal/types'
import type { CodeLanguage } from '../../packages/editor/forms/fields/setting-field.ts'
import type { Member } from '../../packages/embed/manifest/manifest.ts'
import { storyCategory } from '../story-category.ts'
import { findDeclaration, listSettableFields } from './manifest.ts'

type Control = NonNullable<StrictArgTypes[string]['control']>

/** Lists the values of a named union type. The type checker ensures that the list is complete. */
const listValues = <T extends string>(values: Record<T, true>): string[] => Object.keys(values)

/** The values of named union types used by properties. The manifest contains only the type names. */
const unions: Readonly<Record<string, readonly string[]>> = {
  CodeLanguage: listValues<CodeLanguage>({
    expression: true,
    'row-expression': true,
    sql: true,
    javascript: true,
    json: true,
  }),
  MonitorView: listValues<MonitorView>({ graph: true, timeline: true, nodes: true, log: true, compare: true }),
  ResultsTab: listValues<ResultsTab>({
    table: true,
    preview: true,
    sides: true,
    chart: true,
    map: true,
    profile: true,
    check: true,
    report: true,
    log: true,
  }),
  Sensitivity: listValues<Sensitivity>({ careful: true, balanced: true, thorough: true }),
}

/** Returns the control for a property's type; `undefined` if the control depends on the value. */
function findControl({ type }: Member): { control: Control; options?: readonly string[] } | undefined {
  const alternatives = (type?.text ?? '').split('|').map((text) => text.trim())
  const parts = alternatives.filter((text) => text !== '' && text !== 'undefined' && text !== 'null')
  const [single = ''] = parts
  if (parts.length === 1 && single === 'boolean') return { control: { type: 'boolean' } }
  if (parts.length === 1 && single === 'number') return { control: { type: 'number' } }
  if (parts.length === 1 && single === 'string') return { control: { type: 'text' } }
  if (parts.length === 1 && (/\[\]$|^Readonly<Record<string/.test(single) || single === 'KeyBindings'))
    return { control: { type: 'object' } }
  const options = parts.every((text) => /^'[^']*'$/.test(text))
    ? parts.map((text) => text.slice(1, -1))
    : parts.length === 1
      ? unions[single]
      : undefined
  if (!options) return undefined
  return { control: { type: options.length <= 5 ? 'inline-radio' : 'select' }, options }
}

/**
 * Returns an element's rows in the controls table: its properties and CSS custom properties with controls, and its
 * attributes, events, slots and parts without controls. Beta features are marked. Of Storybook's own rows, only those
 * that a story declares in `storyCategory` keep their controls.
 */
export function createArgTypes(tag: string, rows: StrictArgTypes): StrictArgTypes {
  const defaultElement = document.createElement(tag)
  const fields = listSettableFields(tag)
  const { events = [], slots = [], cssParts = [], cssProperties = [] } = findDeclaration(tag) ?? {}
  const styles = new Set(cssProperties.map(({ name }) => name))
  const features = [...events, ...slots, ...cssParts, ...cssProperties]
  const betaNames = new Set(features.filter(({ tier }) => tier === 'beta').map(({ name }) => name))
  const otherRows = Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [
      name,
      row.table?.category === storyCategory
        ? row
        : {
            ...row,
            ...(betaNames.has(name) ? { description: `Beta. ${row.description ?? ''}` } : {}),
            control: styles.has(name) ? { type: 'text' as const } : false,
          },
    ]),
  ) as StrictArgTypes
  const settable = fields.map((field) => {
    const { name, description = '', type } = field
    const initial: unknown = Reflect.get(defaultElement, name)
    const isShort =
      typeof initial === 'boolean' || typeof initial === 'number' || (typeof initial === 'string' && initial)
    const row = {
      name,
      description,
      table: {
        category: 'properties',
        type: { summary: type?.text.replace(/\s+/g, ' ') ?? 'unknown' },
        ...(isShort ? { defaultValue: { summary: JSON.stringify(initial) } } : {}),
      },
      ...(findControl(field) ?? { control: false }),
    }
    return [name, row] as const
  })
  return {
    ...(Object.fromEntries(settable) as StrictArgTypes),
    ...omit(otherRows, new Set(fields.map(({ name }) => name))),
  }
}

const omit = <T>(record: Readonly<Record<string, T>>, names: ReadonlySet<string>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.has(name)))

/** The maximum length in characters of a value that can be edited as JSON. */
const maxJsonCharacters = 20_000

/**
 * Converts a property value to a control value. Primitive values are unchanged; objects lose their functions.
 *
 * @returns `undefined` if no control can edit the value.
 */
export function toControlValue(value: unknown): unknown {
  const data = toData(value, 8)
  const isEmptied = isPlainObject(value) && Object.keys(value).length > 0 && JSON.stringify(data) === '{}'
  return data === undefined || isEmptied || JSON.stringify(data).length > maxJsonCharacters ? undefined : data
}

/**
 * Copies a value, omitting functions in its objects. Returns `undefined` if the value contains anything else that JSON
 * does not support.
 */
function toData(value: unknown, depth: number): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (depth === 0) return undefined
  if (Array.isArray(value)) {
    const items = value.map((item) => toData(item, depth - 1))
    return items.includes(undefined) ? undefined : items
  }
  if (!isPlainObject(value)) return undefined
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined && typeof entry !== 'function')
  const copied = entries.map(([name, entry]) => [name, toData(entry, depth - 1)] as const)
  return copied.some(([, entry]) => entry === undefined) ? undefined : Object.fromEntries(copied)
}

/**
 * Converts an edited control value to a property value. Functions of the current value are kept, because the control
 * does not show them.
 */
export function toPropertyValue(current: unknown, edited: unknown): unknown {
  if (!isPlainObject(current) || !isPlainObject(edited)) return edited
  const functions = Object.entries(current).filter(([, entry]) => typeof entry === 'function')
  const entries = Object.entries(edited).map(([name, entry]) => [name, toPropertyValue(current[name], entry)] as const)
  return { ...Object.fromEntries(functions), ...Object.fromEntries(entries) }
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** Returns whether a value is a function, or an array or plain object that contains one at any depth. */
export const hasFunctions = (value: unknown, depth = 8): boolean =>
  typeof value === 'function' ||
  (depth > 0 &&
    (Array.isArray(value) || isPlainObject(value)) &&
    Object.values(value).some((entry) => hasFunctions(entry, depth - 1)))
