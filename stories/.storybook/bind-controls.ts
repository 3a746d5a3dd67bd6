import type { Decorator } from '@storybook/web-components-vite'
import { STORY_ARGS_UPDATED, STORY_PREPARED } from 'storybook/internal/core-events'
import { action } from 'storybook/actions'
import { addons } from 'storybook/preview-api'
import { elementOf } from '../variants.ts'
import { setDrawn } from './drawn-stories.ts'
import { controlValue, hasFunctions, propertyValue } from './element-controls.ts'
import { elementEntry, settableFields } from './manifest.ts'
import { writeSnippet } from './snippet.ts'

type Context = Parameters<Decorator>[1]
type Values = Record<string, unknown>

/** The story on a canvas. A changed control updates its element instead of replacing it. */
interface Bound {
  id: string
  drawn: HTMLElement
  element: HTMLElement
  args: Values
}
const boundTo = new WeakMap<Element, Bound>()

/**
 * Binds the controls of a story to the properties of its element. Stories create their elements and take no arguments:
 * initially, controls show the values that the story has set, and a changed control sets the property.
 */
export const bindControls: Decorator = (story, context) => {
  const { canvasElement, component, id } = context
  const tag = String(component)
  const args: Values = context.args
  const bound = boundTo.get(canvasElement)
  if (bound?.id === id && bound.drawn === canvasElement.firstChild) {
    const changed = changedNames(bound.args, args)
    if (changed.length > 0) {
      for (const name of changed) setValue(bound.element, name, args[name])
      bound.args = { ...args }
      setDrawn({ id, tag, element: bound.element, snippet: writeSnippet(bound.element) })
      return bound.drawn
    }
  }
  const drawn = story()
  if (!(drawn instanceof HTMLElement)) return drawn
  const element = elementOf(drawn, tag)
  if (!element) return drawn
  for (const { name } of elementEntry(tag)?.events ?? [])
    element.addEventListener(name, (event) => action(name)(fieldsOf(event)))
  // Arguments from the URL: `args=disabled:!true`.
  for (const name of changedNames(context.initialArgs, args)) setValue(element, name, args[name])
  publishValues(element, context)
  boundTo.set(canvasElement, { id, drawn, element, args: { ...context.initialArgs, ...args } })
  setDrawn({ id, tag, element, snippet: writeSnippet(element) })
  return drawn
}

const changedNames = (before: Values, after: Values): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !Object.is(before[name], after[name]))

function setValue(element: HTMLElement, name: string, value: unknown): void {
  if (name.startsWith('--')) {
    if (typeof value === 'string' && value !== '') element.style.setProperty(name, value)
    else element.style.removeProperty(name)
    return
  }
  if (!settableFields(element.localName).some((field) => field.name === name)) return
  Reflect.set(element, name, propertyValue(Reflect.get(element, name), value))
}

/**
 * Uses the values of the element's properties as the initial arguments of the story: controls show them, and "Reset
 * controls" restores them. Storybook has no API for this, because an element exists only after its story has rendered.
 * Therefore this adds the values to the objects in Storybook's store, and notifies both frames.
 */
function publishValues(element: HTMLElement, context: Context): void {
  const { id, argTypes, initialArgs, parameters, viewMode } = context
  // Storybook's own object; `context.args` is a copy.
  const args = context.unmappedArgs
  const missing = settableFields(element.localName).filter(({ name }) => !(name in initialArgs))
  if (missing.length === 0) return
  for (const { name, type } of missing) {
    const current: unknown = Reflect.get(element, name)
    // `…Strings` objects mix texts and functions and stay editable; other objects with functions do not.
    const isData = type?.text.endsWith('Strings') === true || !hasFunctions(current)
    const value = isData ? controlValue(current) : undefined
    const row = argTypes[name]
    if (row && value === undefined && current !== undefined) Object.assign(row, { control: false })
    if (value === undefined) continue
    initialArgs[name] = value
    args[name] ??= value
    if (row?.control === false) Object.assign(row, { control: { type: typeof value === 'string' ? 'text' : 'object' } })
  }
  const channel = addons.getChannel()
  if (viewMode === 'story') channel.emit(STORY_PREPARED, { id, parameters, initialArgs, argTypes, args })
  // A copy, because the controls ignore an object that they already have.
  channel.emit(STORY_ARGS_UPDATED, { storyId: id, args: { ...args } })
}

/** The own fields of an event, for the list of actions. */
const fieldsOf = (event: Event): Values =>
  Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'isTrusted'))
