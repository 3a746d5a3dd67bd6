import { defineElements, type AwForm } from '@aw-flow/editor'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import type { Column, Config } from '@aw-flow/schema'

defineElements()
const types = createBuiltInCatalog().list()

declare global {
  interface Window {
    /** Shows the form of a node type like the inspector. */
    showForm(type: string, config: Config, columns: readonly Column[]): Promise<void>
    listTypes(): { type: string; family: string; title: string; description: string }[]
  }
}

window.listTypes = () => types.map(({ type, family, title, description }) => ({ type, family, title, description }))

window.showForm = async (name, config, columns) => {
  const type = types.find((nodeType) => nodeType.type === name)
  if (!type) throw new Error(`Unknown node type: ${name}`)
  const frame = document.createElement('div')
  frame.className = 'frame'
  const title = document.createElement('h1')
  title.textContent = type.title
  const form = document.createElement('aw-form')
  form.type = type
  form.config = config
  form.columns = columns
  frame.append(title, form)
  document.body.replaceChildren(frame)
  await form.updateComplete
  await document.fonts.ready
  while (!isComplete(form)) await new Promise((resolve) => requestAnimationFrame(resolve))
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
}

/** Returns whether the fields whose modules are loaded on demand are shown. */
function isComplete({ renderRoot, type }: AwForm): boolean {
  const builders = [...renderRoot.querySelectorAll('aw-filter-builder, aw-rule-builder')]
  const properties = (type?.settings['properties'] ?? {}) as Record<string, { contents?: string; format?: string }>
  const lazyFields = [...renderRoot.querySelectorAll<HTMLElement>('.field')].filter(({ dataset }) => {
    const { contents, format } = properties[dataset['setting']!] ?? {}
    return contents !== undefined || format === 'cron' || format === 'load-plan'
  })
  return (
    builders.every((builder) => (builder.shadowRoot?.childElementCount ?? 0) > 0) &&
    lazyFields.every((field) => field.querySelector('.contents, .schedule, button') !== null)
  )
}
