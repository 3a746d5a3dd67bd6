import type { Extension } from './extension.ts'

/** The editor's own extensions by name, which come before those of hosts. */
const builtInExtensions = new Map<string, Extension>()
const registeredExtensions: Extension[] = []
const listeners = new Set<() => void>()

/**
 * Adds an extension to all editors on the page. To extend a single editor, set its `extensions` property instead.
 *
 * @returns A function that removes the extension.
 * @example
 * const remove = registerExtension({ name: 'hello', commands: [{ id: 'hello', title: 'Say hello', run }] })
 * @public
 */
export function registerExtension(extension: Extension): () => void {
  registeredExtensions.push(extension)
  notify()
  return () => {
    const index = registeredExtensions.indexOf(extension)
    if (index >= 0) registeredExtensions.splice(index, 1)
    notify()
  }
}

/** Adds extensions of the editor itself. Those that are loaded later replace their equally named placeholders. */
export function registerBuiltInExtensions(extensions: readonly Extension[]): void {
  for (const extension of extensions) builtInExtensions.set(extension.name, extension)
  notify()
}

/** Calls `listener` whenever an extension is registered or removed. Returns a function that unsubscribes. */
export function onExtensionsChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * Combines the built-in extensions, the registered extensions and an editor's extensions. If names are equal, the last
 * extension takes precedence.
 */
export function collectExtensions(editorExtensions: readonly Extension[] = []): readonly Extension[] {
  const byName = new Map<string, Extension>()
  for (const extension of [...builtInExtensions.values(), ...registeredExtensions, ...editorExtensions]) {
    byName.delete(extension.name)
    byName.set(extension.name, extension)
  }
  return [...byName.values()]
}

const notify = (): void => {
  for (const listener of listeners) listener()
}
