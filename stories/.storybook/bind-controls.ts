import type { Decorator } from '@storybook/web-components-vite'
import { STORY_ARGS_UPDATED, STORY_PREPARED } from 'storybook/internal/core-events'
import { action } from 'storybook/actions'
import { addons } from 'storybook/preview-api'
import { storyCategory } from '../story-category.ts'
import { findElement } from '../variants.ts'
import { setRenderedStory } from './rendered-stories.ts'
import { toControlValue, hasFunctions, toPropertyValue } from './element-controls.ts'
import { findDeclaration, listSettableFields } from './manifest.ts'
import { writeSnippet } from './snippet.ts'

type Context = Parameters<Decorator>[1]
type Values = Record<string, unknown>

/** The story rendered on a canvas. Changing a control updates the story's element instead of replacing it. */
interface BoundStory {
  id: string
  root: HTMLElement
  element: HTMLElement
  args: Values
}
const boundStories = new WeakMap<Element, BoundStory>()

/**
 * Binds a story's controls to the properties of its element. Stories create their elements without arguments, so the
 * controls initially show the values that the story has set, and changing a control sets the property. Controls in the
 * category `storyCategory` are arguments of the story itself, which is rendered again when they change.
 */
export const bindControls: Decorator = (story, context) => {
  const { canvasElement, component, id } = context
  const tag = String(component)
  const args: Values = context.args
  const bound = boundStories.get(canvasElement)
  if (bound?.id === id && bound.root === canvasElement.firstChild) {
    const changed = listChangedNames(bound.args, args)
    const isStoryChanged = changed.some((name) => context.argTypes[name]?.table?.category === storyCategory)
    if (changed.length > 0 && !isStoryChanged) {
      for (const name of changed) setValue(bound.element, name, args[name])
      bound.args = { ...args }
      setRenderedStory({ id, tag, element: bound.element, snippet: writeSnippet(bound.element) })
      return bound.root
    }
  }
  const rendered = story()
  if (!(rendered instanceof HTMLElement)) return rendered
  const element = findElement(rendered, tag)
  if (!element) return rendered
  for (const { name } of findDeclaration(tag)?.events ?? [])
    element.addEventListener(name, (event) => action(name)(listFields(event)))
  // Apply arguments from the URL, such as `args=disabled:!true`.
  for (const name of listChangedNames(context.initialArgs, args)) setValue(element, name, args[name])
  publishValues(element, context)
  boundStories.set(canvasElement, { id, root: rendered, element, args: { ...context.initialArgs, ...args } })
  setRenderedStory({ id, tag, element, snippet: writeSnippet(element) })
  return rendered
}

const listChangedNames = (before: Values, after: Values): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !Object.is(before[name], after[name]))

function setValue(element: HTMLElement, name: string, value: unknown): void {
  if (name.startsWith('--')) {
    if (typeof value === 'string' && value !== '') element.style.setProperty(name, value)
    else element.style.removeProperty(name)
    return
  }
  if (!listSettableFields(element.localName).some((field) => field.name === name)) return
  Reflect.set(element, name, toPropertyValue(Reflect.get(element, name), value))
}

/**
 * Publishes the values of the element's properties as the story's initial arguments, so that the controls show them and
 * "Reset controls" restores them. Storybook has no API for this, because the element exists only after the story has
 * rendered. Therefore, this function adds the values to the objects in Storybook's store and notifies both frames.
 */
function publishValues(element: HTMLElement, context: Context): void {
  const { id, argTypes, initialArgs, parameters, viewMode } = context
  // Storybook's own object. `context.args` is only a copy.
  const args = context.unmappedArgs
  const missing = listSettableFields(element.localName).filter(({ name }) => !(name in initialArgs))
  if (missing.length === 0) return
  for (const { name, type } of missing) {
    const current: unknown = Reflect.get(element, name)
    // `…Strings` objects mix strings and functions but remain editable. Other objects with functions do not.
    const isData = type?.text.endsWith('Strings') === true || !hasFunctions(current)
    const value = isData ? toControlValue(current) : undefined
    const row = argTypes[name]
    if (row && value === undefined && current !== undefined) Object.assign(row, { control: false })
    if (value === undefined) continue
    initialArgs[name] = value
    args[name] ??= value
    if (row?.control === false) Object.assign(row, { control: { type: typeof value === 'string' ? 'text' : 'object' } })
  }
  const channel = addons.getChannel()
  if (viewMode === 'story') channel.emit(STORY_PREPARED, { id, parameters, initialArgs, argTypes, args })
  // Send a copy, because the controls ignore an object that they already have.
  channel.emit(STORY_ARGS_UPDATED, { storyId: id, args: { ...args } })
}

/** Returns an event's own fields, for display in the list of actions. */
const listFields = (event: Event): Values =>
  Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'isTrusted'))
