import { builtInExtensions } from './built-in-extensions.ts'
import type { Extension } from './extension.ts'

const registered: Extension[] = []
const listeners = new Set<() => void>()

/**
 * Adds an extension to all editors of the page; `editor.extensions` adds one to a single editor.
 *
 * @returns a function that removes it.
 * @public
 */
export function registerExtension(extension: Extension): () => void {
  registered.push(extension)
  notify()
  return () => {
    const at = registered.indexOf(extension)
    if (at >= 0) registered.splice(at, 1)
    notify()
  }
}

/** Calls back whenever an extension is registered or removed; returns a function that stops it. */
export function onExtensionsChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The built-in and registered extensions, then `own`; of extensions with equal names the last one. */
export function allExtensions(own: readonly Extension[] = []): readonly Extension[] {
  const byName = new Map<string, Extension>()
  for (const extension of [...builtInExtensions, ...registered, ...own]) {
    byName.delete(extension.name)
    byName.set(extension.name, extension)
  }
  return [...byName.values()]
}

const notify = (): void => {
  for (const listener of listeners) listener()
}
