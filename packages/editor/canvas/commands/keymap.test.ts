import { describe, expect, it } from 'vitest'
import { commentsExtension } from '../../comments/comments-extension.ts'
import { canvasStrings } from '../canvas-strings.ts'
import { builtInCommands } from '../../extensions/built-in-extensions.ts'
import { createKeymap, matchesBinding, toBinding } from './keymap.ts'

const event = (key: string, modifiers: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers }) as KeyboardEvent
const keymap = createKeymap(builtInCommands)
const press = (key: string, modifiers: Partial<KeyboardEvent> = {}): string | undefined =>
  keymap(event(key, modifiers))?.id

describe('the keymap', () => {
  it('treats Ctrl and Cmd as equal', () => {
    for (const modifier of [{ ctrlKey: true }, { metaKey: true }]) {
      expect(press('z', modifier)).toBe('undo')
      expect(press('Z', { ...modifier, shiftKey: true })).toBe('redo')
      expect(press('y', modifier)).toBe('redo')
      expect(press('a', modifier)).toBe('select-all')
      expect(press('d', modifier)).toBe('duplicate')
      expect(press('c', modifier)).toBe('copy')
      expect(press('x', modifier)).toBe('cut')
      expect(press('v', modifier)).toBe('paste')
    }
  })

  it('does not use keys of browsers and screen readers', () => {
    expect(press('Tab')).toBe(undefined)
    expect(press('F5')).toBe(undefined)
    expect(press('r', { ctrlKey: true })).toBe(undefined)
    expect(press('z')).toBe(undefined)
    expect(press('ArrowLeft', { ctrlKey: true })).toBe(undefined)
  })

  it('reads arrow keys with their modifiers, and punctuation with Shift as different keys', () => {
    expect(toBinding(event('ArrowUp', { altKey: true, shiftKey: true }))).toBe('Alt+Shift+ArrowUp')
    expect(press('ArrowUp', { altKey: true, shiftKey: true })).toBe('arrow')
    expect(press('+', { shiftKey: true })).toBe('zoom-in')
    expect(press('>', { shiftKey: true })).toBe('wider')
  })

  it('reads letters with Option on a Mac and on keyboards of other scripts by the physical key', () => {
    expect(press('å', { altKey: true, code: 'KeyA' })).toBe('align-left')
    expect(press('Ó', { altKey: true, shiftKey: true, code: 'KeyH' })).toBe('distribute-x')
    expect(press('Dead', { altKey: true, code: 'KeyH' })).toBe('align-centre')
    expect(press('я', { ctrlKey: true, code: 'KeyZ' })).toBe('undo')
    expect(press('в', { code: 'KeyD' })).toBe('disable')
    // A typed Latin letter takes precedence: Z of a German keyboard.
    expect(press('z', { ctrlKey: true, code: 'KeyY' })).toBe('undo')
    const customKeymap = createKeymap(builtInCommands, { fit: ['я'] })
    expect(customKeymap(event('я', { code: 'KeyZ' }))?.id).toBe('fit')
    expect(matchesBinding(event('л', { metaKey: true, code: 'KeyK' }), 'Mod+k')).toBe(true)
    expect(matchesBinding(event('t', { ctrlKey: true, code: 'KeyK' }), 'Mod+k')).toBe(false)
    expect(matchesBinding(event('k', { ctrlKey: true, shiftKey: true, code: 'KeyK' }), 'Mod+k')).toBe(false)
  })

  it('binds no key to two commands, and every command has a title', () => {
    const commands = [...builtInCommands, ...(commentsExtension.commands ?? [])]
    const keys = commands.flatMap((command) => command.keys ?? [])
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
    expect(commands.map(({ id }) => id).toSorted()).toEqual(Object.keys(canvasStrings.commands).toSorted())
  })

  it('replaces and removes bindings, and prefers custom ones', () => {
    const customKeymap = createKeymap(builtInCommands, { fit: ['f'], duplicate: [], undo: ['Mod+d'] })
    expect(customKeymap(event('f'))?.id).toBe('fit')
    expect(customKeymap(event('1'))).toBe(undefined)
    expect(customKeymap(event('d', { ctrlKey: true }))?.id).toBe('undo')
    expect(customKeymap(event('z', { ctrlKey: true }))).toBe(undefined)
  })
})
