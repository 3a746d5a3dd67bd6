import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const folders = ['packages/editor', 'packages/canvas', 'packages/embed', 'examples/studio']

const handlesConfirmation = /KeyboardEvent[^]*['"`]?(?:Enter|Escape)\b['"`]?/
const readsKey = /\b(?:event|keyEvent|e)\.key\b|\{[^{}]*\bkey\b[^{}]*\}\s*(?::\s*KeyboardEvent|=\s*event\b)/

/** Returns the lines that read the key of a key press in a file that handles Enter or Escape. */
function findUncheckedKeys(source: string): string[] {
  if (!handlesConfirmation.test(source)) return []
  return source.split('\n').filter((line) => readsKey.test(line))
}

/** Files that receive only key presses which are not part of a composition, or that read modifiers and letters. */
const exceptions = [
  'packages/editor/get-key.ts',
  // Ignores key presses of a composition before it reads them.
  'packages/editor/canvas/canvas-keyboard.ts',
  // Records shortcuts, and passes key presses as data.
  'packages/editor/canvas/commands/keymap.ts',
]

describe('Enter and Escape during a composition', () => {
  it('are read by getKey, so that they belong to the input method', () => {
    const files = execFileSync('git', ['ls-files', ...folders.map((folder) => `${folder}/**/*.ts`)], { cwd: root })
      .toString()
      .split('\n')
      .filter(
        (path) => path.endsWith('.ts') && !/\.test\.ts$|\/test-[^/]*\.ts$/.test(path) && !exceptions.includes(path),
      )
    const hits = files.flatMap((path) =>
      findUncheckedKeys(readFileSync(resolve(root, path), 'utf8')).map((line) => `${path}: ${line.trim()}`),
    )
    expect(hits, 'Use getKey(event) of @aw-flow/editor: during a composition it returns "Process".').toEqual([])
  })

  it('are found in a handler that reads the key of the event itself', () => {
    expect(findUncheckedKeys("(event: KeyboardEvent) => event.key === 'Enter' && submit()")).toHaveLength(1)
    expect(findUncheckedKeys("({ key }: KeyboardEvent) => {\n  if (key === 'Escape') close()\n}")).toHaveLength(1)
    expect(findUncheckedKeys("(event: KeyboardEvent) => getKey(event) === 'Enter' && submit()")).toEqual([])
    expect(findUncheckedKeys("(event: KeyboardEvent) => event.key === 'ArrowUp' && move()")).toEqual([])
  })
})
